import type { TenantDb } from '../../platform/database/database.ts';

export type ErasureMode = 'pseudonymise' | 'purge';

/** How many of each were changed or deleted. */
export interface ErasureReport {
  statementsPseudonymised: number;
  statementsDeleted: number;
  documentsDeleted: number;
  attachmentsDeleted: number;
}

export interface Erasure {
  id: string;
  personId: string | null;
  mode: ErasureMode;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  /** IFIs; null once they are erased. */
  identifiers: string[] | null;
  pseudonym: string;
  cursor: number;
  voidedCursor: number;
  report: ErasureReport;
  error: { code: string; detail: string } | null;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id, person_id as "personId", mode, status, identifiers, pseudonym, cursor,
  voided_cursor as "voidedCursor", report, error, created_by as "createdBy",
  created_at as "createdAt", finished_at as "finishedAt"`;

const nothing: ErasureReport = {
  statementsPseudonymised: 0,
  statementsDeleted: 0,
  documentsDeleted: 0,
  attachmentsDeleted: 0,
};

export async function insertErasure(
  db: TenantDb,
  erasure: Pick<Erasure, 'id' | 'personId' | 'mode' | 'pseudonym' | 'createdBy'> & {
    identifiers: string[];
  },
): Promise<Erasure> {
  const { rows } = await db.query<Erasure>(
    `insert into lrs_erasure (tenant_id, id, person_id, mode, identifiers, pseudonym, report, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [
      db.tenantId,
      erasure.id,
      erasure.personId,
      erasure.mode,
      // PostgreSQL keeps no U+0000 in texts, and LRS actors with one are in no table but statement.
      JSON.stringify(erasure.identifiers),
      erasure.pseudonym,
      JSON.stringify(nothing),
      erasure.createdBy,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

export async function findErasure(db: TenantDb, id: string): Promise<Erasure | undefined> {
  const { rows } = await db.query<Erasure>(
    `select ${COLUMNS} from lrs_erasure where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Newest first. */
export async function listErasures(
  db: TenantDb,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Erasure[]> {
  const { rows } = await db.query<Erasure>(
    `select ${COLUMNS} from lrs_erasure where tenant_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function updateErasure(
  db: TenantDb,
  { id, status, identifiers, cursor, voidedCursor, report, error }: Erasure,
): Promise<void> {
  await db.query(
    `update lrs_erasure set status = $3, identifiers = $4, cursor = $5, voided_cursor = $6,
       report = $7, error = $8,
       finished_at = case when $3 in ('succeeded', 'failed') then now() end
     where tenant_id = $1 and id = $2`,
    [
      db.tenantId,
      id,
      status,
      identifiers && JSON.stringify(identifiers),
      cursor,
      voidedCursor,
      JSON.stringify(report),
      error && JSON.stringify(error),
    ],
  );
}

/** Lifts its tombstones: whom it erased may be named again. */
export async function deleteErasure(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query(
    `delete from lrs_erasure where tenant_id = $1 and id = $2 and status in ('succeeded', 'failed')`,
    [db.tenantId, id],
  );
  return count > 0;
}
