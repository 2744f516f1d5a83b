import type { TenantDb } from '../../platform/database/database.ts';

/** The blob of a content that statements name by one of the SHA-2 hashes. */
export async function findContent(db: TenantDb, sha2: string): Promise<string | undefined> {
  const { rows } = await db.query<{ sha256: string }>(
    'select sha256 from lrs_content where tenant_id = $1 and sha2 = $2',
    [db.tenantId, sha2],
    'kept',
  );
  return rows[0]?.sha256;
}

/** The same again changes nothing. */
export async function insertContent(
  db: TenantDb,
  { sha2, sha256, bytes }: { sha2: string; sha256: string; bytes: number },
): Promise<void> {
  await db.query(
    `insert into lrs_content (tenant_id, sha2, sha256, bytes) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [db.tenantId, sha2, sha256, bytes],
    'kept',
  );
}

const DELETED_MAX = 200;

/** `isShared`: the blob has another hash by which it is still named. */
export async function deleteUnnamedContents(
  db: TenantDb,
  which: { sha2: readonly string[] } | 'old',
): Promise<{ sha256: string; isShared: boolean }[]> {
  const condition =
    which === 'old' ? `c.created_at < now() - interval '1 day'` : 'c.sha2 = any ($2::text[])';
  const { rows } = await db.query<{ sha256: string; isShared: boolean }>(
    `with unnamed as (
       select c.sha2 from lrs_content c where c.tenant_id = $1 and ${condition} and not exists (
         select from statement_attachment a where a.tenant_id = $1 and a.sha2 = c.sha2)
       limit ${DELETED_MAX} for update of c), gone as (
       delete from lrs_content c using unnamed u where c.tenant_id = $1 and c.sha2 = u.sha2
       returning c.sha2, c.sha256)
     select distinct g.sha256, exists (
       select from lrs_content o where o.tenant_id = $1 and o.sha256 = g.sha256
         and o.sha2 not in (select sha2 from gone)) as "isShared"
     from gone g`,
    [db.tenantId, ...(which === 'old' ? [] : [which.sha2])],
  );
  return rows;
}
