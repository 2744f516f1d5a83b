import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '@crosswalk/lti-platform';
import { quantile } from '../quantile.ts';
import type { ConnectedPlatform } from './connected-platform.ts';

/** Of the requests for scores; so many seconds are asked to wait for in one of a hundred 429s. */
const faults: Fault[] = [
  { path: 'scores', nth: { share: 0.0005 }, status: 429, retryAfter: 1 },
  { path: 'scores', nth: { share: 0.0495 }, status: 429 },
  { path: 'scores', nth: { share: 0.02 }, status: 500 },
  { path: 'scores', nth: { share: 0.01 }, hang: true },
  { path: 'scores', nth: { share: 0.01 }, lost: true },
];
/** Between two scores of the other platform. */
const GAP_MS = 40;
const LOOK_MS = 250;
const LIMIT_MS = 600_000;

interface Latency {
  p50: number;
  p95: number;
}

/** What came of one run. */
export interface Run {
  /** Until the platform with faults had everything. */
  ms: number;
  requests: number;
  /** Pairs that ended with their newest score. */
  newest: number;
  /** Scores that arrived under an earlier time than one before them. */
  outOfOrder: number;
  twice: number;
  /** Of other rules of the specifications. */
  violations: number;
  alone: Latency;
  together: Latency;
}

interface Platforms {
  faulty: ConnectedPlatform;
  beside: ConnectedPlatform;
  stop: AbortSignal;
}

/** The other platform alone, then beside ten thousand scores, a tenth of which change meanwhile. */
export async function runOnce({ faulty, beside, stop }: Platforms): Promise<Run> {
  const alone = await trickle(beside, stop);
  faulty.platform.faults.set(...faults);
  const started = performance.now();
  await faulty.sendAll();
  const [together] = await Promise.all([trickle(beside, stop), changeSome(faulty, stop)]);
  await delivered(faulty, stop);
  const ms = performance.now() - started;
  return { ms, alone, together, ...(await judge(faulty)) };
}

async function trickle(to: ConnectedPlatform, stop: AbortSignal): Promise<Latency> {
  for (const id of to.deliveryIds) {
    stop.throwIfAborted();
    await Promise.all([to.sendOne(id), wait(GAP_MS)]);
  }
  await delivered(to, stop);
  const latencies = await to.latencies();
  return { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) };
}

async function changeSome(to: ConnectedPlatform, stop: AbortSignal): Promise<void> {
  for (const [n, id] of to.deliveryIds.entries()) {
    if (n % 10 !== 0) continue;
    stop.throwIfAborted();
    await to.change(id, 0.5 + (n % 5) / 10);
  }
}

async function delivered(to: ConnectedPlatform, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while ((await to.undelivered()) > 0) {
    stop.throwIfAborted();
    if (Date.now() > deadline) throw new Error('The scores were not delivered in time.');
    await wait(LOOK_MS);
  }
}

async function judge({ platform, wanted }: ConnectedPlatform) {
  const { scores } = platform.gradebook;
  const last = new Map<string, { at: number; scoreGiven: unknown }>();
  let outOfOrder = 0;
  let twice = 0;
  for (const { lineItemId, userId, timestamp, body } of scores) {
    const pair = `${lineItemId} ${userId}`;
    const at = Date.parse(timestamp);
    const before = last.get(pair)?.at ?? 0;
    if (at < before) outOfOrder += 1;
    if (at === before) twice += 1;
    last.set(pair, { at, scoreGiven: body.scoreGiven });
  }
  const newest = (await wanted()).filter(({ userId, lineItem, scoreScaled }) => {
    const lineItemId = new URL(lineItem).pathname.split('/').at(-1);
    const shown = last.get(`${lineItemId} ${userId}`)?.scoreGiven;
    return typeof shown === 'number' && Math.abs(shown - scoreScaled * 100) < 0.01;
  }).length;
  const requests = platform.faults.asked('scores');
  return { requests, newest, outOfOrder, twice, violations: platform.violations.all.length };
}
