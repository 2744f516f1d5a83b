import type { ImportReport } from '../../core/decks/importing/import-report.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface ImportProgress {
  phase: 'waiting' | 'reading' | 'publishing' | 'done';
  done: number;
  /** 0: not known. */
  total: number;
}

export interface ImportJobOptions {
  personId: string | null;
  deckId: string | null;
  mapping: Record<string, string> | null;
  rows: 'cards' | 'people' | null;
  scheduling: 'keep' | 'drop';
  /** `plan`: a table of people is only reported on; left out by earlier releases. */
  mode?: 'plan' | 'apply';
  /** `deck`: of a course, text and questions of its pages become a deck too. */
  pages?: 'deck';
}

export interface ImportJob {
  id: string;
  kind: string;
  fileName: string;
  fileHash: string;
  options: ImportJobOptions;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  progress: ImportProgress;
  report: ImportReport;
  error: { code: string; detail: string } | null;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = `id, kind, file_name as "fileName", file_hash as "fileHash", options, status, progress,
  report, error, created_by as "createdBy", created_at as "createdAt", finished_at as "finishedAt"`;

export async function insertImport(
  db: TenantDb,
  job: Pick<
    ImportJob,
    'id' | 'kind' | 'fileName' | 'fileHash' | 'options' | 'progress' | 'report' | 'createdBy'
  >,
): Promise<void> {
  await db.query(
    `insert into import_job (tenant_id, id, kind, file_name, file_hash, options, progress, report, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      db.tenantId,
      job.id,
      job.kind,
      job.fileName,
      job.fileHash,
      JSON.stringify(job.options),
      JSON.stringify(job.progress),
      JSON.stringify(job.report),
      job.createdBy,
    ],
  );
}

export async function getImport(db: TenantDb, id: string): Promise<ImportJob | undefined> {
  const { rows } = await db.query<ImportJob>(
    `select ${columns} from import_job where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listImports(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ImportJob[]> {
  const { rows } = await db.query<ImportJob>(
    `select ${columns} from import_job where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function updateImport(
  db: TenantDb,
  id: string,
  change: Pick<ImportJob, 'status' | 'progress' | 'report'> & { error?: ImportJob['error'] },
): Promise<void> {
  await db.query(
    `update import_job set status = $3, progress = $4, report = $5, error = $6,
       finished_at = case when $3 in ('succeeded', 'failed') then now() end
     where tenant_id = $1 and id = $2`,
    [
      db.tenantId,
      id,
      change.status,
      JSON.stringify(change.progress),
      JSON.stringify(change.report),
      change.error ? JSON.stringify(change.error) : null,
    ],
  );
}
