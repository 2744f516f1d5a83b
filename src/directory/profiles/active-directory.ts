import { type Filter, GreaterThanEqualsFilter } from 'ldapts';
import { domainScope } from '../ldap/controls.ts';
import type { LdapEntry } from '../ldap/ldap-entry.ts';
import type { DirectoryProfile } from './directory-profile.ts';
import { guidText } from './guid.ts';

/** ADS_UF_ACCOUNTDISABLE (MS-ADTS 2.2.16). */
const DISABLED = 0x2;
/** Both mean that an account does not expire (MS-ADA1 2.6). */
const NEVER = [0n, 0x7fffffffffffffffn];
/** Between 1601 and 1970, in milliseconds; FILETIME counts 100 ns. */
const EPOCH_MS = 11_644_473_600_000n;

/** Active Directory, and Samba as its domain controller. */
export const activeDirectory: DirectoryProfile = {
  userFilter: '(&(objectCategory=person)(objectClass=user))',
  groupFilter: '(objectClass=group)',
  mapping: {
    displayName: 'displayName',
    givenName: 'givenName',
    familyName: 'sn',
    email: 'mail',
    locale: 'preferredLanguage',
    userName: 'userPrincipalName',
    externalId: 'employeeID',
  },
  loginAttributes: ['sAMAccountName', 'userPrincipalName', 'mail'],
  attributes: [
    ...['objectGUID', 'sAMAccountName', 'cn', 'userAccountControl', 'accountExpires'],
    ...['primaryGroupID', 'objectSid', 'uSNChanged'],
  ],
  controls: () => [domainScope()],
  subjectOf: (entry) => guidText(entry.bytes('objectGUID')[0] ?? Buffer.alloc(0)),
  isActive(entry, at) {
    // All accounts have it: where it is not shown, nobody knows whether this one is disabled.
    const control = Number(entry.text('userAccountControl') ?? DISABLED);
    return (control & DISABLED) === 0 && !hasExpired(entry, at);
  },
  primaryGroupOf: (entry) => numberOf(entry.text('primaryGroupID')),
  // A SID ends with the id within its domain, little-endian (MS-DTYP 2.4.2.2).
  groupIdOf(entry) {
    const sid = entry.bytes('objectSid')[0];
    return sid && sid.length >= 12 ? sid.readUInt32LE(sid.length - 4) : null;
  },
  changes: {
    attribute: 'uSNChanged',
    start: (root) => root.text('highestCommittedUSN'),
    since: changedAfter,
    after: changedAfter,
    later: (a, b) => (BigInt(a) > BigInt(b) ? a : b),
  },
};

function changedAfter(watermark: string): Filter {
  const value = String(BigInt(watermark) + 1n);
  return new GreaterThanEqualsFilter({ attribute: 'uSNChanged', value });
}

function hasExpired(entry: LdapEntry, at: Date): boolean {
  const text = entry.text('accountExpires') ?? '';
  if (!/^\d{1,19}$/.test(text)) return false;
  const expires = BigInt(text);
  return !NEVER.includes(expires) && expires / 10_000n - EPOCH_MS <= BigInt(at.getTime());
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
