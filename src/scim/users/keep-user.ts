import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../../core/people/connections/connection.ts';
import {
  type ProvisionOutcome,
  provisionPerson,
} from '../../core/people/provisioning/provision.ts';
import { setActive } from '../../core/people/provisioning/set-active.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { changedAttributes } from '../events/changed-attributes.ts';
import { type ResourceEvent, recordEvents } from '../events/record-events.ts';
import { laterThan } from '../queries/meta-columns.ts';
import type { ScimDocument } from '../resource/document.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { insertEmails, replaceEmails } from './email.store.ts';
import { personOfUser } from './person-of-user.ts';
import { insertUser, type UserRow, updateUser } from './user.store.ts';
import { columnsOfUser, textAt } from './user-columns.ts';

interface Stored {
  doc: ScimDocument;
  connection: Connection;
  schema: ResourceSchema;
}

/** Makes the User and the person behind it, unless another source made them. */
export async function keepNewUser(
  db: TenantDb,
  { doc, connection, schema }: Stored,
): Promise<{ row: UserRow; outcome: ProvisionOutcome }> {
  const [id, at, columns] = [uuidv7(), new Date(), columnsOfUser(doc, schema)];
  const { active, docCi, externalId } = columns;
  const person = personOfUser(doc, { id, active, connection, schema });
  const { personId, outcome } = await provisionPerson(db, { connection, person });
  const connectionId = connection.id;
  const attributes = changedAttributes({}, doc);
  await Promise.all([
    insertUser(db, { ...columns, id, connectionId, personId, at }),
    insertEmails(db, { userId: id, docCi }),
    recordEvents(db, {
      connectionId,
      events: [
        { type: 'prov:create:notice', kind: 'User', id, externalId, version: 1, attributes },
      ],
    }),
  ]);
  const row = { id, personId, active, doc, version: 1, createdAt: at, modifiedAt: at };
  return { row, outcome };
}

/**
 * Writes the User's next version, and what it tells of the person.
 * @throws DepartureHeldError where too many are deactivated
 */
export async function keepChangedUser(
  db: TenantDb,
  { row, doc, method, connection, schema }: Stored & { row: UserRow; method: 'put' | 'patch' },
): Promise<UserRow> {
  const { id, personId } = row;
  const [at, columns] = [laterThan(row), columnsOfUser(doc, schema)];
  const { active, docCi } = columns;
  const who = (of: ScimDocument) => personOfUser(of, { id, active, connection, schema });
  const person = who(doc);
  if (!isDeepStrictEqual(person, who(row.doc))) await provisionPerson(db, { connection, person });
  if (active !== row.active) {
    await setActive(db, { connection, personId, active, by: byOf(connection) });
  }
  const version = row.version + 1;
  await Promise.all([
    updateUser(db, { ...columns, id, at }),
    ...(isDeepStrictEqual(doc.emails, row.doc.emails)
      ? []
      : [replaceEmails(db, { userId: id, docCi })]),
    recordEvents(db, {
      connectionId: connection.id,
      events: eventsOf(row, { doc, method, active, version }),
    }),
  ]);
  return { ...row, active, doc, version, modifiedAt: at };
}

function eventsOf(
  row: UserRow,
  after: Pick<UserRow, 'doc' | 'active' | 'version'> & { method: 'put' | 'patch' },
): ResourceEvent[] {
  const { doc, active, version, method } = after;
  const about = {
    kind: 'User' as const,
    id: row.id,
    externalId: textAt(doc, 'externalId'),
    version,
  };
  const attributes = changedAttributes(row.doc, doc);
  return [
    { ...about, type: `prov:${method}:notice`, attributes },
    ...(active === row.active
      ? []
      : [{ ...about, type: active ? ('prov:activate' as const) : ('prov:deactivate' as const) }]),
  ];
}

function byOf({ id }: Connection): string {
  return `connection:${id}`;
}
