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
