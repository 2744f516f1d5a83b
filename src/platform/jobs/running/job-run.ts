import type { Database, TenantDb } from '../../database/database.ts';
import type { Log } from '../../log/log.ts';
import {
  type ClaimedJob,
  type Interruption,
  type JobContext,
  type JobHandler,
  JobInterruptedError,
  LeaseLostError,
} from '../job.ts';
import { retryDelay } from './back-off.ts';
import {
  keepLease,
  markFailed,
  markReleased,
  markSucceeded,
  storeProgress,
} from './claim.store.ts';
import { createProgress } from './progress.ts';

export type RunOutcome = 'succeeded' | 'retried' | 'dead' | 'released' | 'lost';

export interface JobRun {
  claim: ClaimedJob;
  /** Monotonic time until which the lease holds for sure. */
  leasedUntil: number;
  /** Whether the job has ended in the database, although its handler may still run. */
  isDone(): boolean;
  interrupt(interruption: Interruption): void;
  /** Resolves when the job has ended in the database, or is given up. */
  ended: Promise<RunOutcome>;
  /** Resolves when the handler has ended too. */
  settled: Promise<unknown>;
}

export interface RunOptions {
  claim: ClaimedJob;
  handler: JobHandler;
  database: Database;
  leaseMs: number;
  leasedUntil: number;
  log: Log;
  /** Told when the job will run again. */
  onRetry: (delayMs: number) => void;
}

/** Runs a claimed job to its end: succeeded, tried again later, dead, released or lost. */
export function startRun(options: RunOptions): JobRun {
  const { claim, handler, database, leaseMs } = options;
  const log = options.log.child({ job: claim.id, kind: claim.kind, attempt: claim.attempt });
  const controller = new AbortController();
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(claim.tenantId, work);
  const progress = createProgress(async (value) => {
    await inTenant((db) => storeProgress(db, claim, value));
  });
  let isDone = false;

  const ctx: JobContext = {
    signal: controller.signal,
    progress: progress.report,
    // The lease is checked by the last statement: it holds the row from there to the commit, and
    // leaves it to the heartbeats until then.
    transact: (work) =>
      inTenant(async (db) => {
        const result = await work(db);
        if (!(await keepLease(db, claim, leaseMs))) throw new LeaseLostError(claim.id);
        return result;
      }),
    async complete(work) {
      const result = await inTenant(async (db) => {
        const value = await work(db);
        if (!(await markSucceeded(db, claim, progress.finish()))) {
          throw new LeaseLostError(claim.id);
        }
        return value;
      });
      isDone = true;
      return result;
    },
  };

  const { lease, ...job } = claim;
  const handled = (async () => handler.run(job, ctx))();
  handled.catch(() => undefined);

  /** Rejects as soon as the signal is aborted: a handler that does not listen keeps no slot. */
  const interrupted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  const timer =
    handler.timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => controller.abort(new JobInterruptedError('timed out')),
          handler.timeoutMs,
        ).unref();

  async function run(): Promise<RunOutcome> {
    try {
      await Promise.race([handled, interrupted]);
      if (!isDone) await ctx.complete(async () => undefined);
      return 'succeeded';
    } catch (error) {
      if (!isDone)
        return await giveUp(controller.signal.aborted ? controller.signal.reason : error);
      log.warn({ err: error }, 'job failed after it was completed');
      return 'succeeded';
    } finally {
      clearTimeout(timer);
    }
  }

  async function giveUp(error: unknown): Promise<RunOutcome> {
    const lastProgress = progress.finish();
    const interruption = error instanceof JobInterruptedError ? error.interruption : undefined;
    if (interruption === 'lease lost' || error instanceof LeaseLostError) return lost();
    if (interruption === 'stopping') {
      return (await inTenant((db) => markReleased(db, claim))) ? 'released' : lost();
    }
    const delayMs = retryDelay(claim.attempt);
    const outcome = await inTenant((db) =>
      markFailed(db, claim, { message: messageOf(error), delayMs, progress: lastProgress }),
    );
    if (!outcome) return lost();
    if (outcome === 'retried') {
      log.warn({ err: error, delayMs }, 'job failed, will be tried again');
      options.onRetry(delayMs);
    } else {
      log.error({ err: error }, 'job is dead');
    }
    return outcome;
  }

  function lost(): RunOutcome {
    if (isDone) return 'succeeded';
    log.warn('job was taken over; nothing of this run was kept');
    return 'lost';
  }

  const ended = run().catch((error): RunOutcome => {
    // The database is away: the lease runs out, and whoever comes first takes the job over.
    log.warn({ err: error }, 'the end of a job could not be stored');
    return 'lost';
  });
  return {
    claim,
    leasedUntil: options.leasedUntil,
    isDone: () => isDone,
    interrupt: (interruption) => controller.abort(new JobInterruptedError(interruption)),
    ended,
    settled: handled.catch(() => undefined),
  };
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // PostgreSQL's text holds no NUL.
  return text.replaceAll('\0', '').slice(0, 2_000);
}
