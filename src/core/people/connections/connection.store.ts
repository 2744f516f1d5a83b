import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import type { Connection, ConnectionKind } from './connection.ts';

const CONNECTION = `id, kind, name, profile, linking, mapping, guard, deletion_days as "deletionDays",
  enabled, settings, version, created_at as "createdAt", updated_at as "updatedAt"`;

export async function findConnection(db: TenantDb, id: string): Promise<Connection | undefined> {
  const { rows } = await db.query<Connection>(
    `select ${CONNECTION} from connection where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

/** Newest first. */
export async function listConnections(
  db: TenantDb,
  { kind, after, limit }: { kind: ConnectionKind; after: string | undefined; limit: number },
): Promise<Connection[]> {
  const { rows } = await db.query<Connection>(
    `select ${CONNECTION} from connection
     where tenant_id = $1 and kind = $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [db.tenantId, kind, after ?? null, limit],
  );
  return rows;
}

export async function insertConnection(
  db: TenantDb,
  c: Omit<Connection, 'version' | 'createdAt' | 'updatedAt'>,
): Promise<Connection> {
  const { rows } = await db.query<Connection>(
    `insert into connection (tenant_id, id, kind, name, profile, linking, mapping, guard,
       deletion_days, enabled, settings)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${CONNECTION}`,
    [
      ...[db.tenantId, c.id, c.kind, c.name, c.profile, c.linking, storableJson(c.mapping)],
      ...[storableJson(c.guard), c.deletionDays, c.enabled, storableJson(c.settings)],
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** At the version that was read; undefined when it was changed meanwhile, or is gone. */
export async function updateConnection(
  db: TenantDb,
  c: Omit<Connection, 'kind' | 'createdAt' | 'updatedAt'>,
): Promise<Connection | undefined> {
  const { rows } = await db.query<Connection>(
    `update connection set name = $4, profile = $5, linking = $6, mapping = $7, guard = $8,
       deletion_days = $9, enabled = $10, settings = $11, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and version = $3 returning ${CONNECTION}`,
    [
      ...[db.tenantId, c.id, c.version, c.name, c.profile, c.linking, storableJson(c.mapping)],
      ...[storableJson(c.guard), c.deletionDays, c.enabled, storableJson(c.settings)],
    ],
  );
  return rows[0];
}

/**
 * Deletes the connection, its identities and what its surface keeps for it; its groups are kept by hand
 * from now on. Roles that its rules gave are not taken back: `removeConnection` does that, too.
 */
export async function deleteConnection(
  db: TenantDb,
  { id, kind }: { id: string; kind: ConnectionKind },
): Promise<boolean> {
  const { count } = await db.query(
    'delete from connection where tenant_id = $1 and id = $2 and kind = $3',
    [db.tenantId, id, kind],
  );
  if (count === 0) return false;
  await Promise.all([
    db.query('delete from identity where tenant_id = $1 and source = $2 and issuer = $3', [
      ...[db.tenantId, kind, id],
    ]),
    db.query(
      `update person_group set source = 'local', external_id = null,
         version = version + 1, updated_at = now()
       where tenant_id = $1 and source = $2 and starts_with(external_id, $3)`,
      [db.tenantId, kind, `${id}:`],
    ),
    db.query(
      'update person set deactivated_by = null where tenant_id = $1 and deactivated_by = $2',
      [...[db.tenantId, id]],
    ),
  ]);
  return true;
}
