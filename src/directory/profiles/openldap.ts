import { type Filter, GreaterThanEqualsFilter } from 'ldapts';
import type { DirectoryProfile } from './directory-profile.ts';
import { readGeneralizedTime, writeGeneralizedTime } from './generalized-time.ts';

/**
 * Times have seconds only, and what another server wrote arrives a while after it was written: so much
 * is read twice.
 */
const OVERLAP_MS = 5 * 60_000;

/** OpenLDAP, and others with the schema of inetOrgPerson (RFC 2798) and entryUUID (RFC 4530). */
export const openLdap: DirectoryProfile = {
  userFilter: '(objectClass=inetOrgPerson)',
  groupFilter:
    '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))',
  mapping: {
    displayName: 'displayName',
    givenName: 'givenName',
    familyName: 'sn',
    email: 'mail',
    locale: 'preferredLanguage',
    userName: 'uid',
    externalId: 'employeeNumber',
  },
  loginAttributes: ['uid', 'mail'],
  attributes: ['entryUUID', 'cn', 'uid', 'pwdAccountLockedTime', 'modifyTimestamp'],
  controls: () => [],
  subjectOf(entry) {
    const id = entry.text('entryUUID')?.toLowerCase();
    return id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
      ? id
      : undefined;
  },
  // draft-behera-ldap-password-policy 5.3.3: this value locks until an administrator unlocks; a lock
  // after wrong passwords passes by itself, and is nobody's departure.
  isActive: (entry) => entry.text('pwdAccountLockedTime') !== '000001010000Z',
  primaryGroupOf: () => null,
  groupIdOf: () => null,
  changes: {
    attribute: 'modifyTimestamp',
    start: () => undefined,
    since: (watermark) => changedFrom(watermark, -OVERLAP_MS),
    after: (watermark) => changedFrom(watermark, 1_000),
    later: (a, b) => ((readGeneralizedTime(a) ?? 0) > (readGeneralizedTime(b) ?? 0) ? a : b),
  },
};

function changedFrom(watermark: string, shiftMs: number): Filter {
  const at = readGeneralizedTime(watermark)?.getTime() ?? 0;
  const value = writeGeneralizedTime(new Date(Math.max(0, at + shiftMs)));
  return new GreaterThanEqualsFilter({ attribute: 'modifyTimestamp', value });
}
