import { benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { millis, seconds, table, times } from '../table.ts';
import { connectPlatform } from './connected-platform.ts';
import { type Run, runOnce } from './scores-run.ts';

/** Of the platform with faults: each person in each line item. */
const SIZE = { lineItems: 100, people: 100 };
const BESIDE = 200;
const RUNS = 5;
const GOAL = 1.5;

/**
 * Scores to a platform that fails in every way, and those of another platform beside them: whether
 * everything arrives, and whether the one keeps the other waiting.
 */
export const ltiScoresPart: Part = { services: ['postgres'], run };

async function run({ postgres, stop }: Bench): Promise<string[]> {
  const settings = await postgres();
  const env = { ...settings, OUTBOUND_ALLOW: '127.0.0.1', LTI_TIMEOUT: '1', LOG_LEVEL: 'error' };
  const hub = await benchHub({ env, stop });
  try {
    const runs: Run[] = [];
    for (let n = 0; n < RUNS; n += 1) {
      stop.throwIfAborted();
      const to = { hubUrl: hub.url, databaseUrl: settings.MIGRATE_DATABASE_URL };
      const faulty = await connectPlatform({ ...to, ...SIZE, seed: 2 * n + 1 });
      const beside = await connectPlatform({
        ...to,
        lineItems: 1,
        people: BESIDE,
        seed: 2 * n + 2,
      });
      try {
        runs.push(await runOnce({ faulty, beside, stop }));
      } finally {
        await Promise.all([faulty.close(), beside.close()]);
      }
    }
    return [arrivals(runs), neighbours(runs)];
  } finally {
    await hub.close();
  }
}

function arrivals(runs: readonly Run[]): string {
  const pairs = SIZE.lineItems * SIZE.people;
  return table(
    `lti-scores: ${pairs} pairs to a platform with 5 % 429, 2 % 500, 1 % timeouts of 1 s, 1 % answers lost`,
    [
      [
        'run',
        'took',
        'pairs/s',
        'requests',
        'newest',
        'out of order',
        'timestamps twice',
        'violations',
      ],
      ...runs.map(({ ms, requests, newest, outOfOrder, twice, violations }, n) => [
        String(n + 1),
        seconds(ms),
        ((1000 * pairs) / ms).toFixed(0),
        `${requests} (${times(requests / pairs)})`,
        `${newest} of ${pairs}`,
        ...[outOfOrder, twice, violations].map(String),
      ]),
    ],
  );
}

function neighbours(runs: readonly Run[]): string {
  const p95 = (which: 'alone' | 'together') => median(runs.map((one) => one[which].p95));
  const p50 = (which: 'alone' | 'together') => median(runs.map((one) => one[which].p50));
  const ratio = median(runs.map(({ alone, together }) => together.p95 / alone.p95));
  return table(
    `lti-scores: ${BESIDE} scores to another platform, from queued to delivered; medians of ${RUNS} runs`,
    [
      ['', 'p50', 'p95', 'p95 of alone', 'goal'],
      ['alone', millis(p50('alone')), millis(p95('alone')), times(1), ''],
      [
        'beside the faulty one',
        millis(p50('together')),
        millis(p95('together')),
        times(ratio),
        `<= ${times(GOAL)}: ${ratio <= GOAL ? 'met' : 'missed'}`,
      ],
    ],
  );
}
