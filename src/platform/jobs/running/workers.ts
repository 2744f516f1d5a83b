import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log/log.ts';
import type { Alarm } from '../alarm.ts';
import type { JobHandler } from '../job.ts';
import { createOutage } from '../outage.ts';
import { claimJobs, freeExpiredLeases } from '../queue.store.ts';
import { beat } from './heartbeat.ts';
import { type JobRun, type RunOutcome, startRun } from './job-run.ts';

export interface WorkersOptions {
  database: Database;
  /** Name of this process in leases. */
  instance: string;
  concurrency: number;
  handlers: readonly JobHandler[];
  leaseMs: number;
  pollMs: number;
  graceMs: number;
  /** Rings when there may be work. */
  alarm: Alarm;
  log: Log;
  onEnd: (end: { run: JobRun; outcome: RunOutcome; seconds: number }) => void;
}

export interface Workers {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when one more job could run, or none will. */
  hasRoom(): Promise<void>;
}

/** The host's name and the pid come back when a container starts again; this does not. */
const thisProcess = randomUUID();

/** Claims jobs and runs them, as many at once as there are places. */
export function createWorkers(options: WorkersOptions): Workers {
  const { database, concurrency, handlers, leaseMs, pollMs, graceMs, alarm, log } = options;
  const handlerOf = new Map(handlers.map((handler) => [handler.kind, handler]));
  if (handlerOf.size < handlers.length) throw new Error('two handlers of one kind of job');
  const ownWork = handlers.filter(({ waitsForOthers }) => !waitsForOthers);
  const worker = `${options.instance}/${thisProcess}`;
  const outage = createOutage(log, 'database');
  const runs = new Set<JobRun>();
  /** Handlers whose jobs have ended without them. */
  const leaving = new Set<Promise<unknown>>();
  let served: string = randomUUID();
  let isStopping = false;
  let looping: Promise<void> | undefined;
  let beating: NodeJS.Timeout | undefined;

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
    const freed = await freeExpiredLeases(database.lookup, alone);
    if (freed.length === 0) return;
    const dead = freed.filter(({ state }) => state === 'failed').map(({ id }) => id);
    log.warn({ freed: freed.length, dead }, 'jobs of lost processes were freed');
  }

  /** Gives each free place a job, if there are as many. */
  async function fill(): Promise<void> {
    for (;;) {
      const free = concurrency - runs.size;
      if (free === 0) return;
      const room = roomForWaiting();
      const wanted = room === 0 ? free : Math.min(free, room);
      const claimed = await claim(room === 0 ? ownWork : handlers, wanted);
      if (claimed < wanted) return;
    }
  }

  /** Places that jobs may still take that wait for others. */
  function roomForWaiting(): number {
    if (ownWork.length === handlers.length) return concurrency;
    const waiting = [...runs].filter((run) => handlerOf.get(run.claim.kind)?.waitsForOthers);
    return Math.max(0, Math.ceil(concurrency / 2) - waiting.length);
  }

  async function claim(among: readonly JobHandler[], wanted: number): Promise<number> {
    const leasedUntil = performance.now() + leaseMs;
    const asked = { worker, handlers: among, wanted, served, leaseMs };
    const claims = await claimJobs(database.lookup, asked);
    for (const claim of claims) {
      const handler = handlerOf.get(claim.kind);
      if (!handler) throw new Error(`no handler for the claimed kind ${claim.kind}`);
      served = claim.tenantId;
      follow(
        startRun({ claim, handler, database, leaseMs, leasedUntil, log, onRetry: alarm.ringIn }),
      );
    }
    return claims.length;
  }

  function follow(run: JobRun): void {
    const startedAt = performance.now();
    runs.add(run);
    run.ended.then((outcome) => {
      runs.delete(run);
      const left = run.settled.finally(() => leaving.delete(left));
      leaving.add(left);
      alarm.ring();
      options.onEnd({ run, outcome, seconds: (performance.now() - startedAt) / 1000 });
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
      beating = startBeating();
      looping = work();
    },
    async stop() {
      isStopping = true;
      alarm.close();
      await looping;
      await within(graceMs, Promise.all([...runs].map((run) => run.ended)));
      for (const run of runs) run.interrupt('stopping');
      await Promise.all([...runs].map((run) => run.ended));
      // Their database is about to be closed: what listens to its signal is given time to end.
      await within(graceMs, Promise.all(leaving));
      clearInterval(beating);
    },
    async hasRoom() {
      while (!isStopping && runs.size >= concurrency) {
        await Promise.race([...runs].map((run) => run.ended));
      }
    },
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
