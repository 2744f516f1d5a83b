import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log/log.ts';
import type { Alarm } from '../alarm.ts';
import type { JobHandler } from '../job.ts';
import { createOutage } from '../outage.ts';
import { claimJobs, freeExpiredLeases } from '../queue.store.ts';
import { beat } from './heartbeat.ts';
import { type JobRun, type RunOutcome, startRun } from './job-run.ts';
import { createPlaces } from './places.ts';

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

const REST_MS = 100;

/** The host's name and the pid come back when a container starts again; this does not. */
const thisProcess = randomUUID();

/** Claims jobs and runs them, as many at once as there are places for them. */
export function createWorkers(options: WorkersOptions): Workers {
  const { database, concurrency, handlers, leaseMs, pollMs, graceMs, alarm, log } = options;
  const handlerOf = new Map(handlers.map((handler) => [handler.kind, handler]));
  if (handlerOf.size < handlers.length) throw new Error('two handlers of one kind of job');
  const places = createPlaces({ concurrency, handlers });
  const worker = `${options.instance}/${thisProcess}`;
  const outage = createOutage(log, 'database');
  const runs = new Set<JobRun>();
  /** Handlers whose jobs have ended without them. */
  const leaving = new Set<Promise<unknown>>();
  let served: string = randomUUID();
  /** Runs while none that waits for others was found a moment ago, beside own work without a place. */
  let restTimer: NodeJS.Timeout | undefined;
  let isRestAsked = false;
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
      const { among, wanted } = places.free(running());
      if (wanted === 0) return;
      const isRest = places.isFull(running());
      if (isRest && restTimer) {
        isRestAsked = true;
        return;
      }
      const claimed = await claim(among, wanted);
      if (isRest && claimed === 0) leaveRest();
      if (claimed < wanted) return;
    }
  }

  const running = () => [...runs].map((run) => run.claim);

  /** Each job of the hub's own that ends would look for other work, mostly in vain. */
  function leaveRest(): void {
    isRestAsked = false;
    restTimer = setTimeout(() => {
      restTimer = undefined;
      if (isRestAsked) alarm.ring();
    }, REST_MS);
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
      clearTimeout(restTimer);
    },
    async hasRoom() {
      while (!isStopping && places.isFull(running())) {
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
