import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import type { ErasureMode } from './erasure.store.ts';

export interface Tombstone {
  hash: string;
  mode: ErasureMode;
  /** Name of the account that takes the place of the erased. */
  pseudonym: string;
}

/** SQL of whether nobody of the tenant `$1` was erased. */
export const NO_TOMBSTONES_SQL = 'not exists (select from lrs_tombstone where tenant_id = $1)';

export async function hasTombstones(db: LrsTransaction): Promise<boolean> {
  const { rows } = await db.query<{ none: boolean }>(
    `select ${NO_TOMBSTONES_SQL} as none`,
    [db.tenantId],
    'kept',
  );
  return rows[0]?.none === false;
}

export async function findTombstones(
  db: LrsTransaction,
  hashes: readonly string[],
): Promise<Tombstone[]> {
  const { rows } = await db.query<Tombstone>(
    `select t.* from unnest($2::text[]) as x(hash) cross join lateral (
       select hash, mode, pseudonym from lrs_tombstone t
       where t.tenant_id = $1 and t.hash = x.hash limit 1) t`,
    [db.tenantId, hashes],
  );
  return rows;
}

/** Who was erased before stays under the first pseudonym, unless purged now. */
export async function insertTombstones(
  db: LrsTransaction,
  hashes: readonly string[],
  { id, mode, pseudonym }: { id: string; mode: ErasureMode; pseudonym: string },
): Promise<void> {
  await db.query(
    `insert into lrs_tombstone (tenant_id, hash, erasure_id, mode, pseudonym)
     select $1, hash, $3, $4, $5 from unnest($2::text[]) as x(hash)
     on conflict (tenant_id, hash) do update
       set erasure_id = excluded.erasure_id, mode = excluded.mode, pseudonym = excluded.pseudonym`,
    [db.tenantId, hashes, id, mode, pseudonym],
  );
}
