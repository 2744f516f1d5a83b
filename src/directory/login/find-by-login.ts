import { AndFilter, OrFilter } from 'ldapts';
import type { LdapEntry } from '../ldap/ldap-entry.ts';
import { personAttributes } from '../reading/directory-person.ts';
import type { OpenDirectory } from '../reading/open-directory.ts';
import { equals, userFilter } from '../reading/read-people.ts';

/** Enough to see that a name is not one person's. */
const LIMIT = 2;

/**
 * Who goes by what somebody typed in. It is sent as a value (RFC 4511 4.5.1.7), never as a part of a
 * filter's text.
 */
export async function findByLogin(
  directory: Omit<OpenDirectory, 'root'>,
  name: string,
): Promise<LdapEntry[]> {
  const { connection, profile, ldap } = directory;
  const attributes = connection.settings.loginAttributes ?? profile.loginAttributes;
  const isNamed = new OrFilter({ filters: attributes.map((a) => equals(a, name)) });
  const { entries } = await ldap.searchPage({
    ...{ base: connection.settings.baseDn, scope: 'sub', sizeLimit: LIMIT },
    filter: new AndFilter({ filters: [userFilter(directory), isNamed] }),
    attributes: personAttributes(directory),
    controls: profile.controls(),
  });
  return entries;
}
