import type { Log } from '../log/log.ts';
import { createAlarm } from './alarm.ts';
import { connectBell } from './bell.ts';
import type { WatchedDatabase } from './commit-notices.ts';
import type { JobHandler } from './job.ts';
import { countJobs } from './queue.store.ts';
import { createWorkers } from './running/workers.ts';
import { createScheduler, type Schedule } from './schedules/scheduler.ts';

/** What the job system tells; `platform/metrics` has this shape. */
export interface JobMetrics {
  observeJob(job: {
    kind: string;
    outcome: 'succeeded' | 'retried' | 'dead';
    seconds: number;
  }): void;
}

export interface JobsOptions {
  database: WatchedDatabase;
  /** Wakes the workers of other processes at once; without it, they look for themselves. */
  redisUrl?: string | undefined;
  /** Name of this process in leases. */
  instance: string;
  /** Jobs that run here at once; 0: this process only queues, and runs no schedule. */
  concurrency: number;
  handlers: readonly JobHandler[];
  schedules?: readonly Schedule[];
  log: Log;
  metrics?: JobMetrics;
  /** How long a job waits for a process that was killed; at most 60 s. */
  leaseMs?: number;
  /** How often an idle worker looks for work that nobody has told it of. */
  pollMs?: number;
  /** How long `stop` lets running jobs finish before it releases them. */
  graceMs?: number;
  /** Name in Redis; installations that share one need names of their own. */
  queueName?: string;
}

export interface Jobs {
  start(): void;
  /** Claims nothing more, lets running jobs finish for `graceMs`, and releases the rest. */
  stop(): Promise<void>;
  /** Looks for work now. */
  wake(): void;
  /** Waiting and running jobs of all tenants. */
  queueDepth(): Promise<{ kind: string; state: string; count: number }[]>;
}

const MAX_LEASE_MS = 60_000;

/**
 * Runs jobs. The table is the truth: a worker owns a job by the lease in its row, whoever told it
 * of the job. Delivery is at least once; an effect written by `ctx.complete` is there exactly once.
 */
export function createJobs(options: JobsOptions): Jobs {
  const { database, instance, concurrency, handlers, log, metrics } = options;
  const { leaseMs = 30_000, graceMs = 5_000, schedules = [] } = options;
  // Nobody else writes to an embedded database, so its own notices tell nearly everything.
  const { pollMs = database.kind === 'pglite' ? 5_000 : 1_000 } = options;
  if (leaseMs > MAX_LEASE_MS) throw new RangeError(`leaseMs must be at most ${MAX_LEASE_MS}`);

  const alarm = createAlarm();
  const workers = createWorkers({
    ...{ database, instance, concurrency, handlers, leaseMs, pollMs, graceMs, alarm, log },
    onEnd({ run, outcome, seconds }) {
      if (outcome === 'released') bell?.ring([run.claim.id]);
      if (outcome === 'released' || outcome === 'lost') return;
      metrics?.observeJob({ kind: run.claim.kind, outcome, seconds });
    },
  });
  const scheduler = createScheduler({ database, schedules, log, wake: alarm.ring });
  const bell = options.redisUrl
    ? connectBell({
        url: options.redisUrl,
        queueName: options.queueName ?? 'crosswalk-jobs',
        hasRoom: workers.hasRoom,
        onRing: alarm.ring,
        log,
      })
    : undefined;
  database.onEnqueued((notices) => {
    const now = Date.now();
    const waitOf = (runAt: Date | undefined) => (runAt ? runAt.getTime() - now : 0);
    for (const { runAt } of notices) alarm.ringIn(waitOf(runAt));
    bell?.ring(notices.filter(({ runAt }) => waitOf(runAt) <= 0).map(({ id }) => id));
  });

  return {
    start() {
      if (concurrency === 0) return;
      workers.start();
      bell?.listen();
      scheduler.start();
    },
    async stop() {
      bell?.mute();
      await scheduler.stop();
      await workers.stop();
      await bell?.close();
    },
    wake: alarm.ring,
    queueDepth: () => countJobs(database.lookup),
  };
}
