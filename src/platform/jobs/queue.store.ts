import type { Queryable } from '../database/database.ts';
import type { ClaimedJob, JobHandler } from './job.ts';

/** Calls of `job.lookups.ts`: what concerns the jobs of all tenants. */

export interface ClaimRequest {
  worker: string;
  handlers: readonly JobHandler[];
  wanted: number;
  /** The tenant that was served last. */
  served: string;
  leaseMs: number;
}

export async function claimJobs(lookup: Queryable, request: ClaimRequest): Promise<ClaimedJob[]> {
  const { rows } = await lookup.query<{
    tenant_id: string;
    id: string;
    kind: string;
    payload: unknown;
    attempt: number;
    lease: string;
  }>('select * from claim_jobs($1, $2, $3, $4, $5, $6) order by place', [
    request.worker,
    request.handlers.map((handler) => handler.kind),
    request.handlers.map((handler) => handler.maxAttempts),
    request.wanted,
    request.served,
    request.leaseMs,
  ]);
  return rows.map(({ tenant_id, id, kind, payload, attempt, lease }) => ({
    tenantId: tenant_id,
    id,
    kind,
    payload,
    attempt,
    lease,
  }));
}

/** Extends the leases; answers those that are still ours. */
export async function renewLeases(
  lookup: Queryable,
  claims: readonly ClaimedJob[],
  leaseMs: number,
): Promise<Set<string>> {
  const { rows } = await lookup.query<{ lease: string }>(
    'select lease from renew_leases($1, $2, $3, $4)',
    [
      claims.map((claim) => claim.tenantId),
      claims.map((claim) => claim.id),
      claims.map((claim) => claim.lease),
      leaseMs,
    ],
  );
  return new Set(rows.map((row) => row.lease));
}

export interface FreedJob {
  id: string;
  state: 'queued' | 'failed';
}

/**
 * Puts back what lost processes ran; what has no attempt left is dead.
 * @param alone the only worker that can be alive, if so: leases of others are not waited for
 */
export async function freeExpiredLeases(
  lookup: Queryable,
  alone: string | undefined,
): Promise<FreedJob[]> {
  const { rows } = await lookup.query<FreedJob & Record<string, unknown>>(
    'select id, state from free_lost_leases($1)',
    [alone ?? null],
  );
  return rows;
}

export async function countJobs(
  lookup: Queryable,
): Promise<{ kind: string; state: string; count: number }[]> {
  const { rows } = await lookup.query<{ kind: string; state: string; count: number }>(
    'select kind, state, count from count_jobs()',
  );
  return rows;
}

/** Deletes finished jobs, up to 1,000; answers how many. */
export async function pruneJobs(
  lookup: Queryable,
  keepDays: { succeeded: number; failed: number },
): Promise<number> {
  const { rows } = await lookup.query<{ pruned: number }>('select prune_jobs($1, $2) as pruned', [
    keepDays.succeeded,
    keepDays.failed,
  ]);
  return rows[0]?.pruned ?? 0;
}
