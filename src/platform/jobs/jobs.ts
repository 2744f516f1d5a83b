import { randomUUID } from 'node:crypto';
import type { Log } from '../log/log.ts';
import { createAlarm } from './alarm.ts';
import { connectBell } from './bell.ts';
import type { WatchedDatabase } from './commit-notices.ts';
import type { JobHandler } from './job.ts';
import { createOutage } from './outage.ts';
import { claimJobs, countJobs, freeExpiredLeases } from './queue.store.ts';
import { beat } from './running/heartbeat.ts';
import { type JobRun, startRun } from './running/job-run.ts';
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

/** The host's name and the pid come back when a container starts again; this does not. */
const thisProcess = randomUUID();

/**
 * Runs jobs. The table is the truth: a worker owns a job by the lease in its row, whoever told it
 * of the job. Delivery is at least once; an effect written by `ctx.complete` is there exactly once.
 */
export function createJobs(options: JobsOptions): Jobs {
  const { database, concurrency, handlers, log, leaseMs = 30_000, graceMs = 5_000 } = options;
  // Nobody else writes to an embedded database, so its own notices tell nearly everything.
  const { pollMs = database.kind === 'pglite' ? 5_000 : 1_000 } = options;
  if (leaseMs > MAX_LEASE_MS) throw new RangeError(`leaseMs must be at most ${MAX_LEASE_MS}`);
  const handlerOf = new Map(handlers.map((handler) => [handler.kind, handler]));
  if (handlerOf.size < handlers.length) throw new Error('two handlers of one kind of job');

  const worker = `${options.instance}/${thisProcess}`;
  const outage = createOutage(log, 'database');
  const alarm = createAlarm();
  const runs = new Set<JobRun>();
  const leaving = new Set<Promise<unknown>>();
  let served: string = randomUUID();
  let isStopping = false;
  let looping: Promise<void> | undefined;
  let beating: NodeJS.Timeout | undefined;

  const scheduler = createScheduler({
    database,
    schedules: options.schedules ?? [],
    log,
    wake: alarm.ring,
  });
  const bell = options.redisUrl
    ? connectBell({
        url: options.redisUrl,
        queueName: options.queueName ?? 'crosswalk-jobs',
        hasRoom,
        onRing: alarm.ring,
        log,
      })
    : undefined;
  database.onEnqueued((notices) => {
    const now = Date.now();
    for (const { runAt } of notices) {
      if (!runAt || runAt.getTime() <= now) alarm.ring();
      else alarm.ringIn(runAt.getTime() - now);
    }
    bell?.ring(notices.filter(({ runAt }) => !runAt || runAt.getTime() <= now).map(({ id }) => id));
  });

  async function hasRoom(): Promise<void> {
    while (!isStopping && runs.size >= concurrency) {
      await Promise.race([...runs].map((run) => run.ended));
    }
  }

  async function work(): Promise<void> {
    let sweptAt = Number.NEGATIVE_INFINITY;
    while (!isStopping) {
      try {
        if (performance.now() - sweptAt >= pollMs) {
          await sweep();
          sweptAt = performance.now();
        }
        await fill();
        outage.over();
      } catch (error) {
        outage.failed(error);
      }
      if (!isStopping) await alarm.wait(pollMs);
    }
  }

  async function sweep(): Promise<void> {
    // An embedded database belongs to this process: whoever else held a lease is gone already.
    const alone = database.kind === 'pglite' ? worker : undefined;
    for (const { id, kind, state } of await freeExpiredLeases(database.lookup, alone)) {
      log.warn({ job: id, kind, state }, 'the process that ran a job was lost');
    }
  }

  /** Gives each free place a job, if there are as many. */
  async function fill(): Promise<void> {
    const wanted = concurrency - runs.size;
    if (wanted === 0) return;
    const leasedUntil = performance.now() + leaseMs;
    const claims = await claimJobs(database.lookup, { worker, handlers, wanted, served, leaseMs });
    for (const claim of claims) {
      const handler = handlerOf.get(claim.kind);
      if (!handler) throw new Error(`no handler for the claimed kind ${claim.kind}`);
      served = claim.tenantId;
      follow(
        startRun({ claim, handler, database, leaseMs, leasedUntil, log, onRetry: alarm.ringIn }),
      );
    }
  }

  function follow(run: JobRun): void {
    const startedAt = performance.now();
    runs.add(run);
    run.ended.then((outcome) => {
      runs.delete(run);
      const left = run.settled.finally(() => leaving.delete(left));
      leaving.add(left);
      alarm.ring();
      if (outcome === 'released') bell?.ring([run.claim.id]);
      if (outcome === 'released' || outcome === 'lost') return;
      const seconds = (performance.now() - startedAt) / 1000;
      options.metrics?.observeJob({ kind: run.claim.kind, outcome, seconds });
    });
  }

  function startBeating(): NodeJS.Timeout {
    let isBeating = false;
    return setInterval(async () => {
      if (isBeating) return;
      isBeating = true;
      await beat(database.lookup, runs, { leaseMs, outage });
      isBeating = false;
    }, leaseMs / 3);
  }

  return {
    start() {
      if (concurrency === 0) return;
      beating = startBeating();
      looping = work();
      bell?.listen();
      scheduler.start();
    },
    async stop() {
      isStopping = true;
      bell?.mute();
      await scheduler.stop();
      alarm.close();
      await looping;
      await within(graceMs, Promise.all([...runs].map((run) => run.ended)));
      for (const run of runs) run.interrupt('stopping');
      await Promise.all([...runs].map((run) => run.ended));
      // Their database is about to be closed: what listens to its signal is given time to end.
      await within(graceMs, Promise.all(leaving));
      clearInterval(beating);
      await bell?.close();
    },
    wake: alarm.ring,
    queueDepth: () => countJobs(database.lookup),
  };
}

/** Until the promise settles, but no longer than `ms`. */
async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
