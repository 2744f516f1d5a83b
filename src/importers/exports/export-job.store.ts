import type { TenantDb } from '../../platform/database/database.ts';
import type { ExportFormat, ExportOptions } from './export-format.ts';

export interface ExportJob {
  id: string;
  deckId: string;
  format: ExportFormat;
  options: ExportOptions & { children: boolean };
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  progress: { done: number; total: number };
  error: { code: string; detail: string } | null;
  fileHash: string | null;
  fileName: string | null;
  fileBytes: number | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = `id, deck_id as "deckId", format, options, status, progress, error,
  file_hash as "fileHash", file_name as "fileName", file_bytes as "fileBytes",
  created_at as "createdAt", finished_at as "finishedAt"`;

export async function insertExport(
  db: TenantDb,
  job: Pick<ExportJob, 'id' | 'deckId' | 'format' | 'options'> & { createdBy: string },
): Promise<ExportJob | undefined> {
  const { rows } = await db.query<ExportJob>(
    `insert into export_job (tenant_id, id, deck_id, format, options, progress, created_by)
     values ($1, $2, $3, $4, $5, '{"done":0,"total":0}', $6) returning ${columns}`,
    [db.tenantId, job.id, job.deckId, job.format, JSON.stringify(job.options), job.createdBy],
  );
  return rows[0];
}

export async function getExport(db: TenantDb, id: string): Promise<ExportJob | undefined> {
  const { rows } = await db.query<ExportJob>(
    `select ${columns} from export_job where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listExports(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ExportJob[]> {
  const { rows } = await db.query<ExportJob>(
    `select ${columns} from export_job where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function setExportProgress(
  db: TenantDb,
  id: string,
  progress: ExportJob['progress'],
): Promise<void> {
  await db.query(
    `update export_job set status = 'running', progress = $3, error = null
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, JSON.stringify(progress)],
  );
}

export async function finishExport(
  db: TenantDb,
  id: string,
  file: { hash: string; name: string; bytes: number },
): Promise<void> {
  await db.query(
    `update export_job set status = 'succeeded', finished_at = now(), error = null,
       file_hash = $3, file_name = $4, file_bytes = $5
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, file.hash, file.name, file.bytes],
  );
}

export async function failExport(
  db: TenantDb,
  id: string,
  error: { code: string; detail: string },
): Promise<void> {
  await db.query(
    `update export_job set status = 'failed', finished_at = now(), error = $3
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, JSON.stringify(error)],
  );
}
