import type { LrsTransaction } from './database.ts';
import { hashNumber } from './key.ts';
import { CLOCK_SQL, consistentBefore, nextSeqSql, type Seq } from './sequence.ts';

const lockOf = (tenantId: string): string => hashNumber(`statements:${tenantId}`);

/**
 * SQL of the `seq` of the first statement that the transaction adds; null where it may add none. So
 * what is written need not wait until somebody has read it.
 */
export const FIRST_ADDED_SQL = `nullif(current_setting('lrs.first_added', true), '')::bigint`;

/** What has to be true of the tenant, who is `$1`, so that statements may be added unseen. */
interface Condition {
  sql: string;
  /** From `$2` on. */
  values: readonly unknown[];
}

/**
 * Takes the tenant's write lock until the transaction ends, so that statements become readable in
 * the order of their `seq`. Answers the `seq` of the next; undefined where the condition does not
 * hold.
 */
export async function lockWritingIf(
  db: LrsTransaction,
  { sql, values }: Condition,
): Promise<Seq | undefined> {
  // The head must be a query of its own: a snapshot taken before the lock would miss statements.
  const [, { rows }] = await Promise.all([
    db.query('select pg_advisory_xact_lock($1::bigint)', [lockOf(db.tenantId)], 'kept'),
    db.query<{ next: string }>(
      `select set_config('lrs.first_added',
         case when ${sql} then (${nextSeqSql(CLOCK_SQL)})::text else '' end, true) as next`,
      [db.tenantId, ...values],
      'kept',
    ),
  ]);
  const next = rows[0]?.next;
  return next ? Number(next) : undefined;
}

/** As `lockWritingIf`, whatever is there. */
export async function lockWriting(db: LrsTransaction): Promise<Seq> {
  const next = await lockWritingIf(db, { sql: 'true', values: [] });
  if (next === undefined) throw new Error('the write lock answered no place');
  return next;
}

/**
 * Until when everything is readable. With nobody writing, all that comes is stored in the current
 * millisecond or later; else what is being written comes after the last that is committed.
 */
export async function consistentThrough(db: LrsTransaction): Promise<Date> {
  // The clock first: who takes the lock after it was found free stores at that time or later.
  const { rows } = await db.query<{ next: string }>(
    `select (${nextSeqSql('case when x.free then x.ms end')})::text as next
     from (select ${CLOCK_SQL} as ms, case when pg_try_advisory_lock_shared($2::bigint)
       then pg_advisory_unlock_shared($2::bigint) else false end as free offset 0) x`,
    [db.tenantId, lockOf(db.tenantId)],
    'kept',
  );
  return consistentBefore(Number(rows[0]?.next));
}
