import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { ScimDocument } from '../resource/document.ts';

/** A Group as a connection has it. */
export interface GroupRow {
  id: string;
  doc: ScimDocument;
  version: number;
  createdAt: Date;
  modifiedAt: Date;
}

const GROUP = `g.id, g.doc, g.version, g.created_at as "createdAt", g.modified_at as "modifiedAt"`;

/** What of a document has columns of its own. */
export interface GroupColumns {
  displayNameCi: string;
  externalId: string | null;
  doc: ScimDocument;
  docCi: ScimDocument;
}

/**
 * Those of the ids that the connection has. Which one it is, is no reason to choose an index by, for the
 * planner takes any connection for a small one.
 */
export async function findGroups(
  db: TenantDb,
  { connectionId, ids }: { connectionId: string; ids: string[] },
): Promise<GroupRow[]> {
  const { rows } = await db.query<GroupRow>(
    `select ${GROUP} from scim_group g
     where g.tenant_id = $1 and (g.connection_id = $2) is true and g.id = any ($3)`,
    [db.tenantId, connectionId, ids],
  );
  return rows;
}

/** Held against other changes until the end of the transaction. */
export async function lockGroup(
  db: TenantDb,
  { connectionId, id }: { connectionId: string; id: string },
): Promise<GroupRow | undefined> {
  const { rows } = await db.query<GroupRow>(
    `select ${GROUP} from scim_group g
     where g.tenant_id = $1 and g.id = $2 and (g.connection_id = $3) is true for update`,
    [db.tenantId, id, connectionId],
    'kept',
  );
  return rows[0];
}

/** Fails the transaction (23505) where the connection has the name. */
export async function insertGroup(
  db: TenantDb,
  group: GroupColumns & { id: string; connectionId: string; at: Date },
): Promise<void> {
  await db.query(
    `insert into scim_group (tenant_id, id, connection_id, display_name_ci, external_id, doc, doc_ci,
       created_at, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [
      ...[db.tenantId, group.id, group.connectionId, group.displayNameCi, group.externalId],
      ...[storableJson(group.doc), storableJson(group.docCi), group.at],
    ],
    'kept',
  );
}

/** Writes the next version. Fails the transaction (23505) where another has the name. */
export async function updateGroup(
  db: TenantDb,
  group: GroupColumns & { id: string; at: Date },
): Promise<void> {
  await db.query(
    `update scim_group set display_name_ci = $3, external_id = $4, doc = $5, doc_ci = $6,
       version = version + 1, modified_at = $7
     where tenant_id = $1 and id = $2`,
    [
      ...[db.tenantId, group.id, group.displayNameCi, group.externalId],
      ...[storableJson(group.doc), storableJson(group.docCi), group.at],
    ],
  );
}

/** Their members are others now. */
export async function touchGroups(
  db: TenantDb,
  { ids, at }: { ids: string[]; at: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await db.query(
    `update scim_group set version = version + 1, modified_at = greatest($3, modified_at)
     where tenant_id = $1 and id = any ($2)`,
    [db.tenantId, ids, at],
  );
}
