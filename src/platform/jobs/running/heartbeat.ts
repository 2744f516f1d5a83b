import type { Queryable } from '../../database/database.ts';
import type { Outage } from '../outage.ts';
import { renewLeases } from '../queue.store.ts';
import type { JobRun } from './job-run.ts';

/**
 * Renews the leases of all runs by one query, and interrupts those that are lost, or that have
 * outlived their lease because the database did not answer.
 */
export async function beat(
  lookup: Queryable,
  runs: ReadonlySet<JobRun>,
  { leaseMs, outage }: { leaseMs: number; outage: Outage },
): Promise<void> {
  const alive = [...runs].filter((run) => !run.isDone());
  if (alive.length === 0) return;
  const askedAt = performance.now();
  try {
    const held = await renewLeases(
      lookup,
      alive.map((run) => run.claim),
      leaseMs,
    );
    outage.over();
    for (const run of alive) {
      if (held.has(run.claim.lease)) run.leasedUntil = askedAt + leaseMs;
      else if (!run.isDone()) run.interrupt('lease lost');
    }
  } catch (error) {
    outage.failed(error);
    const now = performance.now();
    for (const run of alive) if (now > run.leasedUntil) run.interrupt('lease lost');
  }
}
