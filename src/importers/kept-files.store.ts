import type { TenantDb } from '../platform/database/database.ts';

/** Where jobs with files are. */
export const fileTables = ['import_job', 'export_job'] as const;
type FileTable = (typeof fileTables)[number];

/** Some files of jobs that finished before `before`. */
export async function listExpiredFiles(
  db: TenantDb,
  table: FileTable,
  before: Date,
): Promise<{ jobId: string; sha256: string }[]> {
  const { rows } = await db.query<{ jobId: string; sha256: string }>(
    `select id as "jobId", file_hash as sha256 from ${table}
     where tenant_id = $1 and finished_at < $2 and file_hash is not null and not file_deleted
     limit 100`,
    [db.tenantId, before],
  );
  return rows;
}

export async function markFilesDeleted(
  db: TenantDb,
  table: FileTable,
  jobIds: string[],
): Promise<void> {
  await db.query(`update ${table} set file_deleted = true where tenant_id = $1 and id = any ($2)`, [
    db.tenantId,
    jobIds,
  ]);
}
