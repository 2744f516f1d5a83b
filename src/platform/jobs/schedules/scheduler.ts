import type { Database } from '../../database/database.ts';
import type { Log } from '../../log/log.ts';
import { createAlarm } from '../alarm.ts';
import { createOutage } from '../outage.ts';
import { nextTick } from './cron.ts';
import {
  declareSchedule,
  endTick,
  enqueueTick,
  type ScheduleState,
  scheduleStates,
  takeTick,
} from './schedule.store.ts';

export type Schedule = {
  name: string;
  /** Five or six fields, UTC. */
  cron: string;
} & (
  | {
      /** One job in each tenant, with the schedule's name as key: none piles up behind itself. */
      everyTenant: { kind: string; payload: unknown };
    }
  | {
      /** Runs once in one process; may run again when that process dies. Short, and idempotent. */
      run: (signal: AbortSignal) => Promise<void>;
    }
);

export interface Scheduler {
  start(): void;
  stop(): Promise<void>;
}

/** A process that dies while it runs a schedule's function is replaced after this time. */
const LEASE_MS = 5 * 60_000;
const RETRY_MS = 60_000;
/** Others may have changed the times. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Runs each tick of each schedule once, whichever of the processes that share the database comes
 * first. Ticks missed while none ran are made up for by one run.
 */
export function createScheduler({
  database,
  schedules,
  log,
  wake,
}: {
  database: Database;
  schedules: readonly Schedule[];
  log: Log;
  /** Called when jobs were queued. */
  wake: () => void;
}): Scheduler {
  // An expression that is wrong stops the start of the process, not its first tick.
  for (const { cron } of schedules) nextTick(cron, new Date());
  const alarm = createAlarm();
  const stopping = new AbortController();
  const outage = createOutage(log, 'database');
  let looping: Promise<void> | undefined;

  async function declare(): Promise<void> {
    const now = new Date();
    for (const { name, cron } of schedules) {
      await declareSchedule(database.lookup, { name, cron, next: nextTick(cron, now) });
    }
  }

  async function work(): Promise<void> {
    let isDeclared = false;
    while (!stopping.signal.aborted) {
      let waitMs = LONGEST_WAIT_MS;
      try {
        if (!isDeclared) await declare();
        isDeclared = true;
        await runDue();
        const states = await mine();
        waitMs = Math.min(waitMs, ...states.map((state) => Math.max(0, state.waitMs)));
        outage.over();
      } catch (error) {
        outage.failed(error);
        waitMs = 1_000;
      }
      await alarm.wait(waitMs);
    }
  }

  async function mine(): Promise<(ScheduleState & { schedule: Schedule })[]> {
    const states = await scheduleStates(database.lookup);
    return states.flatMap((state) => {
      const schedule = schedules.find(({ name }) => name === state.name);
      return schedule ? [{ ...state, schedule }] : [];
    });
  }

  async function runDue(): Promise<void> {
    for (const state of await mine()) {
      if (state.waitMs > 0 || stopping.signal.aborted) continue;
      const { schedule, nextRunAt } = state;
      const following = nextTick(
        schedule.cron,
        new Date(Math.max(Date.now(), nextRunAt.getTime())),
      );
      if ('run' in schedule) await runFunction(schedule, nextRunAt, following);
      else {
        const tick = { name: schedule.name, at: nextRunAt, following };
        if (await enqueueTick(database.lookup, tick, schedule.everyTenant)) wake();
      }
    }
  }

  async function runFunction(
    schedule: Extract<Schedule, { run: unknown }>,
    at: Date,
    following: Date,
  ): Promise<void> {
    const { name } = schedule;
    const lease = await takeTick(database.lookup, { name, at, leaseMs: LEASE_MS });
    if (!lease) return;
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(LEASE_MS)]);
    try {
      await schedule.run(signal);
      await endTick(database.lookup, { lease, next: following, error: undefined });
    } catch (error) {
      log.warn({ err: error, schedule: name }, 'schedule failed, will be tried again');
      const next = new Date(Math.min(following.getTime(), Date.now() + RETRY_MS));
      await endTick(database.lookup, { lease, next, error: String(error) });
    }
  }

  return {
    start() {
      if (schedules.length > 0) looping = work();
    },
    async stop() {
      stopping.abort();
      alarm.close();
      await looping;
    },
  };
}
