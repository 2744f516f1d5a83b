import { setTimeout as wait } from 'node:timers/promises';
import { hubOn } from '../bench-hub.ts';
import { inTenant, openClients, type Target } from './clients.ts';

/** Seldom: each look at the metrics counts what is queued. */
const LOOK_MS = 200;
const LIMIT_MS = 120_000;

export interface HubRun {
  dataDir: string;
  env: Record<string, string>;
  kind: string;
  jobs: number;
  stop: AbortSignal;
}

/** Starts a hub on waiting jobs, and stops it when all of them have succeeded. */
export async function runWaiting({ dataDir, env, kind, jobs, stop }: HubRun): Promise<void> {
  const hub = await hubOn(dataDir, { env, stop });
  try {
    const deadline = Date.now() + LIMIT_MS;
    while ((await succeeded(hub.url, kind)) < jobs) {
      if (Date.now() > deadline) throw new Error(`${jobs} jobs did not succeed in time.`);
      await wait(LOOK_MS);
    }
  } finally {
    await hub.stop();
  }
}

async function succeeded(url: string, kind: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const sample = `jobs_total{kind="${kind}",outcome="succeeded"} `;
  const line = text.split('\n').find((line) => line.startsWith(sample));
  return Number(line?.slice(sample.length) ?? 0);
}

/** Milliseconds from the first claim until the last of the tenants' jobs had succeeded. */
export async function spanOf(target: Target, tenantIds: string[]): Promise<number> {
  const { clients, begin, close } = await openClients(target, 1);
  const spans: { started: number; finished: number }[] = [];
  for (const tenantId of tenantIds) {
    spans.push(
      ...(await inTenant<{ started: number; finished: number }>(
        clients[0],
        { tenantId, begin },
        `select extract(epoch from min(started_at))::float8 as started,
           extract(epoch from max(finished_at))::float8 as finished
         from job where tenant_id = $1`,
        [tenantId],
      )),
    );
  }
  await close();
  const from = Math.min(...spans.map(({ started }) => started));
  return 1000 * (Math.max(...spans.map(({ finished }) => finished)) - from);
}
