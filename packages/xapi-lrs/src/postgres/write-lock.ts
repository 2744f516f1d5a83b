import type { LrsTransaction } from './database.ts';
import { hashNumber } from './key.ts';
import { consistentBefore, nextSeq, type Seq } from './sequence.ts';

const lockOf = (tenantId: string): string => hashNumber(`statements:${tenantId}`);

/**
 * Takes the tenant's write lock until the transaction ends, so that statements become readable in
 * the order of their `seq`. Answers the `seq` of the next.
 */
export async function lockWriting(db: LrsTransaction): Promise<Seq> {
  // The head must be a query of its own: a snapshot taken before the lock would miss statements.
  const [, { rows }] = await Promise.all([
    db.query('select pg_advisory_xact_lock($1::bigint)', [lockOf(db.tenantId)], 'kept'),
    db.query<{ now: string; last: string | null }>(
      `select extract(epoch from clock_timestamp()) * 1000 as now,
         (select seq from statement where tenant_id = $1 order by seq desc limit 1) as last`,
      [db.tenantId],
      'kept',
    ),
  ]);
  const [head] = rows;
  return nextSeq(Number(head?.now), head?.last == null ? undefined : Number(head.last));
}

/**
 * Until when everything is readable. With nobody writing, all that comes is stored in the current
 * millisecond or later; else what is being written comes after the last that is committed.
 */
export async function consistentThrough(db: LrsTransaction): Promise<Date> {
  const { rows } = await db.query<{ now: string; last: string | null; free: boolean }>(
    `select extract(epoch from clock_timestamp()) * 1000 as now,
       (select seq from statement where tenant_id = $1 order by seq desc limit 1) as last,
       case when pg_try_advisory_lock_shared($2::bigint)
         then pg_advisory_unlock_shared($2::bigint) else false end as free`,
    [db.tenantId, lockOf(db.tenantId)],
    'kept',
  );
  const [head] = rows;
  const last = head?.last == null ? undefined : Number(head.last);
  const next = nextSeq(head?.free ? Number(head.now) : 0, last);
  return consistentBefore(next);
}
