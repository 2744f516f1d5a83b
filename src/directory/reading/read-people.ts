import { AndFilter, EqualityFilter, type Filter, FilterParser, OrFilter } from 'ldapts';
import { DirectoryError } from '../directory-error.ts';
import { showDeleted } from '../ldap/controls.ts';
import { searchPages } from '../ldap/paged-search.ts';
import { type DirectoryPerson, personAttributes, toDirectoryPerson } from './directory-person.ts';
import type { OpenDirectory } from './open-directory.ts';

/** Who is a person of the connection. */
export function userFilter({ connection, profile }: Omit<OpenDirectory, 'ldap' | 'root'>): Filter {
  return FilterParser.parseString(connection.settings.userFilter ?? profile.userFilter);
}

/**
 * Everybody, or those who have changed since, page by page.
 * @throws DirectoryError; what came before it is then not all
 */
export async function* readPeople(
  directory: OpenDirectory,
  { since, at }: { since: string | undefined; at: Date },
): AsyncGenerator<DirectoryPerson[]> {
  const { connection, profile, ldap } = directory;
  const everybody = userFilter(directory);
  const filter = since
    ? new AndFilter({ filters: [everybody, profile.changes.since(since)] })
    : everybody;
  const pages = searchPages(ldap, {
    ...{ base: connection.settings.baseDn, scope: 'sub', filter },
    attributes: personAttributes(directory),
    controls: profile.controls(),
  });
  for await (const entries of pages) {
    yield entries.map((entry) => toDirectoryPerson(directory, { entry, at }));
  }
}

/**
 * Objects that were deleted since, by subject. An account without rights to the deleted ones sees
 * none: the next sync of everybody notices them.
 */
export async function* readDeleted(
  { connection, profile, ldap, root }: OpenDirectory,
  since: string,
): AsyncGenerator<string[]> {
  if (connection.profile !== 'active_directory') return;
  const pages = searchPages(ldap, {
    base: root.text('defaultNamingContext') ?? connection.settings.baseDn,
    scope: 'sub',
    filter: new AndFilter({
      filters: [
        equals('isDeleted', 'TRUE'),
        equals('objectClass', 'user'),
        profile.changes.since(since),
      ],
    }),
    attributes: profile.attributes,
    controls: [...profile.controls(), showDeleted()],
  });
  try {
    for await (const entries of pages) {
      yield entries.flatMap((entry) => profile.subjectOf(entry) ?? []);
    }
  } catch (error) {
    if (!(error instanceof DirectoryError && error.code === 'refused')) throw error;
  }
}

/**
 * The latest rename or move of a part of the tree since; undefined where there was none. What is below
 * it then has other names without having changed itself.
 */
export async function latestBranchChange(
  { connection, profile, ldap }: OpenDirectory,
  since: string,
): Promise<string | undefined> {
  const { attribute, after, later } = profile.changes;
  const kinds = ['organizationalUnit', 'container', 'organization'];
  const branches = new OrFilter({ filters: kinds.map((kind) => equals('objectClass', kind)) });
  const pages = searchPages(ldap, {
    ...{ base: connection.settings.baseDn, scope: 'sub' },
    filter: new AndFilter({ filters: [branches, after(since)] }),
    attributes: [attribute],
    controls: profile.controls(),
  });
  const changes: string[] = [];
  for await (const entries of pages) {
    changes.push(...entries.map((entry) => entry.text(attribute) ?? since));
  }
  return changes.length > 0 ? changes.reduce(later) : undefined;
}

export const equals = (attribute: string, value: string | Buffer) =>
  new EqualityFilter({ attribute, value });
