import type { TenantDb } from '../../platform/database/database.ts';
import type { TransferReport } from './transfer-report.ts';

export interface StatementImport {
  id: string;
  fileName: string;
  sha256: string;
  bytes: number;
  keepAuthority: boolean;
  createdBy: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  /** Of the file, that are done. */
  readBytes: number;
  lines: number;
  report: TransferReport;
  error: { code: string; detail: string } | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = `id, file_name as "fileName", sha256, bytes, keep_authority as "keepAuthority",
  created_by as "createdBy", status, read_bytes as "readBytes", lines, report, error,
  created_at as "createdAt", finished_at as "finishedAt"`;

export async function insertStatementImport(
  db: TenantDb,
  i: Pick<
    StatementImport,
    'id' | 'fileName' | 'sha256' | 'bytes' | 'keepAuthority' | 'createdBy' | 'report'
  >,
): Promise<StatementImport | undefined> {
  const { rows } = await db.query<StatementImport>(
    `insert into statement_import (tenant_id, id, file_name, sha256, bytes, keep_authority, created_by, report)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
    [
      db.tenantId,
      i.id,
      i.fileName,
      i.sha256,
      i.bytes,
      i.keepAuthority,
      i.createdBy,
      JSON.stringify(i.report),
    ],
  );
  return rows[0];
}

export async function findStatementImport(
  db: TenantDb,
  id: string,
): Promise<StatementImport | undefined> {
  const { rows } = await db.query<StatementImport>(
    `select ${columns} from statement_import where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listStatementImports(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<StatementImport[]> {
  const { rows } = await db.query<StatementImport>(
    `select ${columns} from statement_import where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

/** How far it is, in the transaction that stores what was read. */
export async function recordRead(
  db: TenantDb,
  { id, readBytes, lines, report }: Pick<StatementImport, 'id' | 'readBytes' | 'lines' | 'report'>,
): Promise<void> {
  await db.query(
    `update statement_import set status = 'running', read_bytes = $3, lines = $4, report = $5
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, readBytes, lines, JSON.stringify(report)],
  );
}

export async function finishStatementImport(
  db: TenantDb,
  id: string,
  error: StatementImport['error'],
): Promise<void> {
  await db.query(
    `update statement_import set status = $3, error = $4, finished_at = now()
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, error ? 'failed' : 'succeeded', error && JSON.stringify(error)],
  );
}
