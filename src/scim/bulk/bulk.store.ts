import type { TenantDb } from '../../platform/database/database.ts';
import type { ScimScope } from '../tokens/scim-token.store.ts';

/** A Bulk that is answered later. */
export interface StoredBulk {
  /** Its transaction, `Set-Txn`. */
  id: string;
  connectionId: string;
  scopes: ScimScope[];
  /** JSON of the operations; null once they are done. */
  request: string | null;
  /** JSON of the results so far. */
  response: string | null;
  finishedAt: Date | null;
}

const BULK = `id, connection_id as "connectionId", scopes, request, response,
  finished_at as "finishedAt"`;

export async function insertBulk(
  db: TenantDb,
  {
    id,
    connectionId,
    scopes,
    request,
  }: Pick<StoredBulk, 'id' | 'connectionId' | 'scopes' | 'request'>,
): Promise<void> {
  await db.query(
    `insert into scim_bulk (tenant_id, id, connection_id, scopes, request)
     values ($1, $2, $3, $4, $5)`,
    [db.tenantId, id, connectionId, scopes, request],
  );
}

export async function findBulk(db: TenantDb, id: string): Promise<StoredBulk | undefined> {
  const { rows } = await db.query<StoredBulk>(
    `select ${BULK} from scim_bulk where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function noteProgress(
  db: TenantDb,
  { id, response }: { id: string; response: string },
): Promise<void> {
  await db.query('update scim_bulk set response = $3 where tenant_id = $1 and id = $2', [
    db.tenantId,
    id,
    response,
  ]);
}

export async function finishBulk(
  db: TenantDb,
  { id, response }: { id: string; response: string },
): Promise<void> {
  await db.query(
    `update scim_bulk set response = $3, request = null, finished_at = now()
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, response],
  );
}

export async function deleteOldBulks(db: TenantDb, before: Date): Promise<void> {
  await db.query('delete from scim_bulk where tenant_id = $1 and created_at < $2', [
    db.tenantId,
    before,
  ]);
}
