import { hubOn } from '../bench-hub.ts';
import { outputOf } from '../script-process.ts';
import type { BareQueueOptions } from './bare-queue.ts';
import type { Target } from './clients.ts';
import type { Enqueued, EnqueueOptions } from './enqueue.ts';
import { runWaiting, spanOf } from './hub-run.ts';

export const JOBS = 3_000;
export const AT_ONCE = 10;
const TENANTS = 10;
/** Deletes what is older than a day in a table that is empty: the least that a handler does. */
const KIND = 'idempotency.prune';

/** Milliseconds for all jobs. */
export type Round = Record<'enqueue' | 'run', number>;

/** Something whose jobs are queued while nobody runs them, and then run by a process of their own. */
export type Queue = () => Promise<Round>;

export function bareQueue(databaseUrl: string, stop: AbortSignal): Queue {
  const script = new URL('./bare-queue.ts', import.meta.url);
  const msOf = async (phase: BareQueueOptions['phase']): Promise<number> => {
    const options: BareQueueOptions = { databaseUrl, phase, jobs: JOBS, connections: AT_ONCE };
    return JSON.parse(await outputOf(script, options, stop)).ms;
  };
  return async () => ({ enqueue: await msOf('enqueue'), run: await msOf('run') });
}

export interface HubQueueOptions {
  dataDir: string;
  target: Target;
  /** The hub's settings. */
  env: Record<string, string>;
  stop: AbortSignal;
}

/** The hub's tables, and a hub that runs as many jobs at once as the bare queue. */
export async function hubQueue({ dataDir, target, env, stop }: HubQueueOptions): Promise<Queue> {
  const run = { dataDir, env: { ...env, WORKERS: String(AT_ONCE) }, stop, kind: KIND, jobs: JOBS };
  // Makes the tables.
  await (await hubOn(dataDir, run)).stop();
  const script = new URL('./enqueue.ts', import.meta.url);
  const options: EnqueueOptions = {
    ...{ target, redisUrl: env.REDIS_URL, kind: KIND },
    ...{ jobs: JOBS, connections: AT_ONCE, tenants: TENANTS },
  };
  return async () => {
    const { ms, tenantIds }: Enqueued = JSON.parse(await outputOf(script, options, stop));
    await runWaiting(run);
    return { enqueue: ms, run: await spanOf(target, tenantIds) };
  };
}
