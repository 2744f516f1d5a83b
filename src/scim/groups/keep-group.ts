import type { Connection } from '../../core/people/connections/connection.ts';
import { groupKey } from '../../core/people/connections/connection.ts';
import {
  insertGroup as insertPersonGroup,
  updateGroupRow as updatePersonGroup,
} from '../../core/people/group.store.ts';
import { reconcileRules } from '../../core/people/rules/apply-rules.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { changedAttributes } from '../events/changed-attributes.ts';
import { recordEvents } from '../events/record-events.ts';
import type { MemberChange } from '../patch/member-changes.ts';
import { laterThan } from '../queries/meta-columns.ts';
import { type ScimDocument, valueAt } from '../resource/document.ts';
import { toDocCi } from '../resource/fold.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import { changeMembers } from './change-members.ts';
import {
  type GroupColumns,
  type GroupRow,
  insertGroup,
  touchGroups,
  updateGroup,
} from './group.store.ts';

interface Kept {
  doc: ScimDocument;
  /** Undefined: the members stay. */
  members: MemberChange | undefined;
  connection: Connection;
  schema: ResourceSchema;
}

/** Makes the Group, and the group of people that it is. */
export async function keepNewGroup(
  db: TenantDb,
  { doc, members, connection, schema }: Kept,
): Promise<GroupRow> {
  const [id, at, columns] = [uuidv7(), new Date(), columnsOfGroup(doc, schema)];
  const isNew = await insertPersonGroup(db, personGroupOf(id, columns, connection));
  if (!isNew) throw takenExternalId();
  await insertGroup(db, { ...columns, id, connectionId: connection.id, at });
  if (members) await changeMembers(db, { connection, groupId: id, change: members });
  await reconcileRules(db, id);
  const about = { kind: 'Group' as const, id, externalId: columns.externalId, version: 1 };
  const attributes = [...changedAttributes({}, doc), ...(members ? ['members'] : [])];
  await recordEvents(db, {
    connectionId: connection.id,
    events: [{ ...about, type: 'prov:create:notice', attributes }],
  });
  return { id, doc, version: 1, createdAt: at, modifiedAt: at };
}

/** Writes what has changed; the same row where nothing has. */
export async function keepChangedGroup(
  db: TenantDb,
  {
    row,
    doc,
    members,
    connection,
    schema,
    method,
  }: Kept & { row: GroupRow; method: 'put' | 'patch' },
): Promise<GroupRow> {
  const { id } = row;
  const attributes = changedAttributes(row.doc, doc);
  const isOther = attributes.length > 0;
  const hasMoved =
    members !== undefined &&
    (await changeMembers(db, { connection, groupId: id, change: members }));
  if (!isOther && !hasMoved) return row;
  const [at, columns] = [laterThan(row), columnsOfGroup(doc, schema)];
  if (isOther) {
    await updateGroup(db, { ...columns, id, at });
    const isFree = await updatePersonGroup(db, personGroupOf(id, columns, connection));
    if (!isFree) throw takenExternalId();
    await reconcileRules(db, id);
  } else await touchGroups(db, { ids: [id], at });
  const version = row.version + 1;
  await recordEvents(db, {
    connectionId: connection.id,
    events: [
      {
        ...{ type: `prov:${method}:notice`, kind: 'Group', id, version },
        externalId: columns.externalId,
        attributes: [...attributes, ...(hasMoved ? ['members'] : [])],
      },
    ],
  });
  return { ...row, doc, version, modifiedAt: at };
}

function columnsOfGroup(doc: ScimDocument, schema: ResourceSchema): GroupColumns {
  const docCi = toDocCi(doc, schema);
  return {
    displayNameCi: String(valueAt(docCi, ['displayName']) ?? ''),
    externalId: externalIdOf(docCi),
    doc,
    docCi,
  };
}

export function externalIdOf(doc: ScimDocument): string | null {
  const value = valueAt(doc, ['externalId']);
  return typeof value === 'string' ? value : null;
}

/** Rules name a group by the client's id of it; one without has ours. */
function personGroupOf(id: string, { doc, externalId }: GroupColumns, connection: Connection) {
  const name = String(valueAt(doc, ['displayName']) ?? '');
  return { id, name, externalId: groupKey(connection.id, externalId ?? id), source: 'scim' };
}

function takenExternalId(): ScimError {
  return new ScimError(409, 'Another Group has this externalId.', { scimType: 'uniqueness' });
}
