import type { MappedField } from '../../core/people/connections/connection.ts';
import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { DirectoryConnection } from '../connections/directory-settings.ts';
import { DirectoryError } from '../directory-error.ts';
import { dnKey } from '../ldap/dn.ts';
import type { LdapEntry } from '../ldap/ldap-entry.ts';
import type { DirectoryProfile } from '../profiles/directory-profile.ts';

/** A person as the directory has them. */
export interface DirectoryPerson {
  person: ProvisionedPerson;
  dn: string;
  dnKey: string;
  primaryGroup: number | null;
  /** Where among the changes of the server. */
  change: string | undefined;
}

interface Source {
  connection: DirectoryConnection;
  profile: DirectoryProfile;
}

/** The attribute that a field comes from. */
function attributeOf({ connection, profile }: Source, field: MappedField): string | undefined {
  const mapped = connection.mapping[field];
  return mapped === undefined ? profile.mapping[field] : (mapped ?? undefined);
}

export function personAttributes(source: Source): string[] {
  const fields = Object.keys(source.profile.mapping) as MappedField[];
  const mapped = [...fields, 'timeZone' as const].flatMap((f) => attributeOf(source, f) ?? []);
  return [...new Set([...source.profile.attributes, ...mapped])];
}

/** @throws DirectoryError where the entry shows no id: the account does not see what it must */
export function toDirectoryPerson(
  source: Source,
  { entry, at }: { entry: LdapEntry; at: Date },
): DirectoryPerson {
  const { profile, connection } = source;
  const value = (field: MappedField) => {
    const attribute = attributeOf(source, field);
    return (attribute && entry.text(attribute)?.trim()) || null;
  };
  const [givenName, familyName] = [value('givenName'), value('familyName')];
  const account = entry.text('sAMAccountName') ?? entry.text('uid') ?? null;
  const fullName = [givenName, familyName].filter(Boolean).join(' ');
  return {
    dn: entry.dn,
    dnKey: dnKey(entry.dn),
    primaryGroup: profile.primaryGroupOf(entry),
    change: entry.text(profile.changes.attribute),
    person: {
      subject: requireSubject(profile, entry),
      externalId: value('externalId'),
      userName: value('userName') ?? account,
      emailVerified: connection.settings.emailsAreVerified,
      active: profile.isActive(entry, at),
      details: {
        displayName: value('displayName') || fullName || entry.text('cn') || account || entry.dn,
        givenName,
        familyName,
        email: value('email'),
        locale: value('locale'),
        timeZone: value('timeZone'),
      },
    },
  };
}

export function requireSubject(profile: DirectoryProfile, entry: LdapEntry): string {
  const subject = profile.subjectOf(entry);
  if (subject === undefined) {
    throw new DirectoryError('truncated', `The account may not read the id of ${entry.dn}`);
  }
  return subject;
}
