import type { TenantDb } from '../../database/database.ts';
import type { ClaimedJob } from '../job.ts';

/** What the holder of a lease writes; each answers false when the lease is no longer its own. */

async function write(
  db: TenantDb,
  claim: ClaimedJob,
  assignments: string,
  ...values: unknown[]
): Promise<boolean> {
  const { count } = await db.query(
    `update job set ${assignments}
     where tenant_id = $1 and id = $2 and lease = $3 and state = 'running'`,
    [db.tenantId, claim.id, claim.lease, ...values],
  );
  return count === 1;
}

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

/** Holds the row until the transaction ends, so that a lease checked here is ours at the commit. */
export function keepLease(db: TenantDb, claim: ClaimedJob, leaseMs: number): Promise<boolean> {
  return write(db, claim, `leased_until = now() + $4 * interval '1 millisecond'`, leaseMs);
}

export function storeProgress(db: TenantDb, claim: ClaimedJob, value: unknown): Promise<boolean> {
  return write(db, claim, 'progress = $4', json(value));
}

export function markSucceeded(
  db: TenantDb,
  claim: ClaimedJob,
  progress: unknown,
): Promise<boolean> {
  return write(
    db,
    claim,
    `state = 'succeeded', finished_at = now(), lease = null, leased_until = null,
     last_error = null, progress = coalesce($4, progress)`,
    json(progress),
  );
}

/** Back into the queue after `delayMs`, or dead when the attempts are used up. */
export async function markFailed(
  db: TenantDb,
  claim: ClaimedJob,
  failure: { message: string; delayMs: number; progress: unknown },
): Promise<'retried' | 'dead' | undefined> {
  const { rows } = await db.query<{ state: string }>(
    `update job set lease = null, leased_until = null, last_error = $4,
       progress = coalesce($6, progress),
       state = case when attempts < max_attempts then 'queued' else 'failed' end,
       finished_at = case when attempts < max_attempts then null else now() end,
       run_at = case when attempts < max_attempts
         then now() + $5 * interval '1 millisecond' else run_at end
     where tenant_id = $1 and id = $2 and lease = $3 and state = 'running'
     returning state`,
    [db.tenantId, claim.id, claim.lease, failure.message, failure.delayMs, json(failure.progress)],
  );
  const [row] = rows;
  return row && (row.state === 'queued' ? 'retried' : 'dead');
}

/** Back into the queue at once; the attempt does not count. */
export function markReleased(db: TenantDb, claim: ClaimedJob): Promise<boolean> {
  return write(
    db,
    claim,
    `state = 'queued', attempts = attempts - 1, run_at = now(), lease = null, leased_until = null`,
  );
}
