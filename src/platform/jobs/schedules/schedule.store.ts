import type { Queryable } from '../../database/database.ts';

export interface ScheduleState {
  name: string;
  nextRunAt: Date;
  /** Milliseconds until it may run, by the database's clock. */
  waitMs: number;
}

/** Keeps the time of a schedule that is there already, unless its expression has changed. */
export async function declareSchedule(
  lookup: Queryable,
  { name, cron, next }: { name: string; cron: string; next: Date },
): Promise<void> {
  await lookup.query('select declare_schedule($1, $2, $3)', [name, cron, next]);
}

export async function scheduleStates(lookup: Queryable): Promise<ScheduleState[]> {
  const { rows } = await lookup.query<{ name: string; next_run_at: Date; wait_ms: number }>(
    'select name, next_run_at, wait_ms from schedule_states()',
  );
  return rows.map((row) => ({ name: row.name, nextRunAt: row.next_run_at, waitMs: row.wait_ms }));
}

/** The lease of the tick at `at`, unless another process has it or has run it. */
export async function takeTick(
  lookup: Queryable,
  { name, at, leaseMs }: { name: string; at: Date; leaseMs: number },
): Promise<string | undefined> {
  const { rows } = await lookup.query<{ lease: string | null }>(
    'select take_tick($1, $2, $3) as lease',
    [name, at, leaseMs],
  );
  return rows[0]?.lease ?? undefined;
}

export async function endTick(
  lookup: Queryable,
  { lease, next, error }: { lease: string; next: Date; error: string | undefined },
): Promise<void> {
  await lookup.query('select end_tick($1, $2, $3)', [lease, next, error ?? null]);
}

/** Queues the tick's jobs, one in each tenant; answers how many are new. */
export async function enqueueTick(
  lookup: Queryable,
  tick: { name: string; at: Date; following: Date },
  job: { kind: string; payload: unknown },
): Promise<number> {
  const { rows } = await lookup.query<{ queued: number }>(
    'select enqueue_tick($1, $2, $3, $4, $5) as queued',
    [tick.name, tick.at, tick.following, job.kind, JSON.stringify(job.payload ?? null)],
  );
  return rows[0]?.queued ?? 0;
}
