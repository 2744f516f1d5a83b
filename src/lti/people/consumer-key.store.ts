import type { TenantDb } from '../../platform/database/database.ts';

/** A key of LTI 1.1; what it signs with is in the tenant's secrets. */
export interface ConsumerKey {
  id: string;
  key: string;
  createdAt: Date;
}

const columns = `id, key, created_at as "createdAt"`;

/** Undefined when the tenant has that key already. */
export async function insertConsumerKey(
  db: TenantDb,
  { id, key }: Pick<ConsumerKey, 'id' | 'key'>,
): Promise<ConsumerKey | undefined> {
  const { rows } = await db.query<ConsumerKey>(
    `insert into lti_consumer_key (tenant_id, id, key) values ($1, $2, $3)
     on conflict (tenant_id, key) do nothing returning ${columns}`,
    [db.tenantId, id, key],
  );
  return rows[0];
}

/** Newest first. */
export async function listConsumerKeys(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ConsumerKey[]> {
  const { rows } = await db.query<ConsumerKey>(
    `select ${columns} from lti_consumer_key
     where tenant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function findConsumerKey(db: TenantDb, key: string): Promise<ConsumerKey | undefined> {
  const { rows } = await db.query<ConsumerKey>(
    `select ${columns} from lti_consumer_key where tenant_id = $1 and key = $2`,
    [db.tenantId, key],
  );
  return rows[0];
}

export async function deleteConsumerKey(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query(
    'delete from lti_consumer_key where tenant_id = $1 and id = $2',
    [db.tenantId, id],
  );
  return count === 1;
}
