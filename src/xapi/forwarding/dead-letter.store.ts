import type { TenantDb } from '../../platform/database/database.ts';

/** A statement that another LRS refuses. */
export interface DeadLetter {
  statementId: string;
  seq: number;
  /** Of the answer. */
  status: number;
  reason: string;
  createdAt: Date;
  retrying: boolean;
}

const columns = `statement_id as "statementId", seq, status, reason, created_at as "createdAt", retrying`;

/** Put aside, or again with another reason. */
export async function putAside(
  db: TenantDb,
  forwardId: string,
  letter: Pick<DeadLetter, 'statementId' | 'seq' | 'status' | 'reason'>,
): Promise<void> {
  await db.query(
    `insert into lrs_dead_letter (tenant_id, forward_id, seq, statement_id, status, reason)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, forward_id, seq) do update
       set status = excluded.status, reason = excluded.reason, retrying = false`,
    [db.tenantId, forwardId, letter.seq, letter.statementId, letter.status, letter.reason],
  );
}

/** In the order in which they were stored, after the given place. */
export async function listDeadLetters(
  db: TenantDb,
  forwardId: string,
  { after, limit, onlyRetrying = false }: { after: number; limit: number; onlyRetrying?: boolean },
): Promise<DeadLetter[]> {
  const { rows } = await db.query<DeadLetter>(
    `select ${columns} from lrs_dead_letter
     where tenant_id = $1 and forward_id = $2 and seq > $3 and (retrying or not $5)
     order by seq limit $4`,
    [db.tenantId, forwardId, after, limit, onlyRetrying],
  );
  return rows;
}

export async function countDeadLetters(
  db: TenantDb,
  forwardId: string,
): Promise<{ all: number; retrying: number }> {
  const { rows } = await db.query<{ all: number; retrying: number }>(
    `select count(*) as all, count(*) filter (where retrying) as retrying
     from lrs_dead_letter where tenant_id = $1 and forward_id = $2`,
    [db.tenantId, forwardId],
  );
  return rows[0] ?? { all: 0, retrying: 0 };
}

/** Those of the statement, or all; answers how many. */
export async function markRetrying(
  db: TenantDb,
  forwardId: string,
  statementId: string | undefined,
): Promise<number> {
  const { count } = await db.query(
    `update lrs_dead_letter set retrying = true
     where tenant_id = $1 and forward_id = $2 and ($3::uuid is null or statement_id = $3)`,
    [db.tenantId, forwardId, statementId ?? null],
  );
  return count;
}

export async function deleteDeadLetters(
  db: TenantDb,
  forwardId: string,
  seqs: readonly number[],
): Promise<void> {
  await db.query(
    'delete from lrs_dead_letter where tenant_id = $1 and forward_id = $2 and seq = any ($3::bigint[])',
    [db.tenantId, forwardId, seqs],
  );
}
