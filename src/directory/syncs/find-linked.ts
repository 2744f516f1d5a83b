import { findLinks } from '../../core/people/provisioning/link-people.ts';
import { storablePerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { DirectoryConnection } from '../connections/directory-settings.ts';
import type { DirectoryChange } from './directory-change.ts';
import { findIdentified } from './entry.store.ts';

/** Changes of a plan, where somebody who would be new is known as somebody who is here already. */
export async function findLinked(
  db: TenantDb,
  connection: DirectoryConnection,
  changes: DirectoryChange[],
): Promise<DirectoryChange[]> {
  const people = changes.flatMap((change) =>
    change.action === 'create' ? [storablePerson(change.data.person)] : [],
  );
  if (people.length === 0) return changes;
  const subjects = people.map(({ subject }) => subject);
  const [identified, links] = await Promise.all([
    findIdentified(db, { connectionId: connection.id, subjects }),
    findLinks(db, connection, people),
  ]);
  return changes.map((change) => {
    if (change.action !== 'create') return change;
    const personId = identified.get(change.subject) ?? links.get(change.subject)?.personId;
    return personId === undefined ? change : { ...change, action: 'link', personId };
  });
}
