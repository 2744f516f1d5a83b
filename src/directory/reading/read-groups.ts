import { AndFilter, type Filter, FilterParser } from 'ldapts';
import { dnKey } from '../ldap/dn.ts';
import { readAllValues } from '../ldap/member-values.ts';
import { searchPages } from '../ldap/paged-search.ts';
import { requireSubject } from './directory-person.ts';
import type { OpenDirectory } from './open-directory.ts';

export interface DirectoryGroup {
  subject: string;
  name: string;
  dnKey: string;
  /** Of Active Directory: see `DirectoryProfile.groupIdOf`. */
  groupId: number | null;
  /** Keys of DNs, or of user names; people, groups and anything else. */
  members: string[];
  change: string | undefined;
}

const MEMBER_ATTRIBUTES = ['member', 'uniqueMember'];
/** Of posixGroup (RFC 2307): user names instead of DNs. */
const MEMBER_NAMES = 'memberUid';

/** Unlike any DN's. */
export const nameKey = (userName: string): string => `name ${userName.trim().toLowerCase()}`;

/** The groups that the connection takes over, with whom they list themselves. */
export async function* readGroups(directory: OpenDirectory): AsyncGenerator<DirectoryGroup[]> {
  const { profile, ldap } = directory;
  const wanted = groupSearch(directory);
  if (!wanted) return;
  const pages = searchPages(ldap, {
    ...wanted,
    attributes: [...profile.attributes, ...MEMBER_ATTRIBUTES, MEMBER_NAMES],
  });
  for await (const entries of pages) {
    const groups: DirectoryGroup[] = [];
    for (const entry of entries) {
      const members = entry.texts(MEMBER_NAMES).map(nameKey);
      for (const attribute of MEMBER_ATTRIBUTES) {
        members.push(...(await readAllValues(ldap, entry, attribute)).map(dnKey));
      }
      const subject = requireSubject(profile, entry);
      groups.push({
        subject,
        members,
        name: entry.text('cn')?.trim() || subject,
        dnKey: dnKey(entry.dn),
        groupId: profile.groupIdOf(entry),
        change: entry.text(profile.changes.attribute),
      });
    }
    yield groups;
  }
}

/** Whether one of these groups has changed since. */
export async function haveGroupsChanged(directory: OpenDirectory, since: string): Promise<boolean> {
  const wanted = groupSearch(directory);
  if (!wanted) return false;
  const filters = [wanted.filter, directory.profile.changes.since(since)];
  const { entries } = await directory.ldap.searchPage({
    ...{ ...wanted, filter: new AndFilter({ filters }), attributes: ['1.1'], sizeLimit: 1 },
  });
  return entries.length > 0;
}

function groupSearch({ connection, profile }: OpenDirectory) {
  const { groups } = connection.settings;
  if (!groups) return undefined;
  const filter: Filter = FilterParser.parseString(groups.filter ?? profile.groupFilter);
  return { base: groups.baseDn, scope: 'sub' as const, filter, controls: profile.controls() };
}
