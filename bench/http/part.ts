import { hubClient } from '../../tools/hub-client.ts';
import { ADMIN_KEY } from '../../tools/hub-process.ts';
import { freePort } from '../../tools/services/free-port.ts';
import { benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { end, outputOf, says, startScript } from '../script-process.ts';
import { millis, percent, table } from '../table.ts';
import { type DeckBody, writeBareTables } from './bare-table.ts';

const DECKS = 20;
const ROUNDS = 4;
const ROUND_SECONDS = 4;

/** Reads through HTTP and tenancy, beside bare Koa and bare pg on the same server. */
export const httpPart: Part = { services: ['postgres'], run };

async function run({ postgres, stop }: Bench): Promise<string[]> {
  const settings = await postgres();
  const hub = await benchHub({ env: settings, stop });
  try {
    const decks = await makeDecks(hub.url);
    await writeBareTables(settings.MIGRATE_DATABASE_URL, decks);
    return [await compareWithBare(hub.url, decks, { databaseUrl: settings.DATABASE_URL, stop })];
  } finally {
    await hub.close();
  }
}

async function compareWithBare(
  hubUrl: string,
  decks: DeckBody[],
  { databaseUrl, stop }: { databaseUrl: string; stop: AbortSignal },
): Promise<string> {
  const port = await freePort();
  const script = new URL('./bare-server.ts', import.meta.url);
  const bare = startScript(script, { databaseUrl, port }, stop);
  try {
    await says(bare, 'ready');
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    const targets = (path: string): Record<Who, string> => ({
      row: `http://127.0.0.1:${port}/row${path}`,
      join: `http://127.0.0.1:${port}/join${path}`,
      hub: `${hubUrl}/v1${path}`,
    });
    const rows = [
      ...(await compare('one deck', targets(`/decks/${decks[0]?.id}`), { headers, stop })),
      ...(await compare(`list of ${DECKS}`, targets('/decks'), { headers, stop })),
    ];
    return table(`http: ${ROUNDS} rounds of ${ROUND_SECONDS} s in turn, 10 connections, medians`, [
      ['', 'requests/s', 'p99', 'of bare row', 'of bare select', 'goal'],
      ...rows,
    ]);
  } finally {
    await end(bare);
  }
}

async function makeDecks(url: string): Promise<DeckBody[]> {
  const client = hubClient({ url });
  for (let n = 1; n <= DECKS; n += 1) {
    await client.call('POST', '/v1/decks', { title: `Deck ${n}`, description: `Number ${n}` });
  }
  return (await client.call<{ data: DeckBody[] }>('GET', '/v1/decks')).data;
}

type Who = 'row' | 'join' | 'hub';
const names: Record<Who, string> = {
  row: 'bare Koa + pg, a plain row',
  join: "bare Koa + pg, the hub's select",
  hub: 'hub',
};

async function compare(
  name: string,
  targets: Record<Who, string>,
  how: LoadOptions,
): Promise<string[][]> {
  const runs: Record<Who, Load[]> = { row: [], join: [], hub: [] };
  const all: Who[] = ['row', 'join', 'hub'];
  for (const who of all) await load(targets[who], 1, how);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const who of all) runs[who].push(await load(targets[who], ROUND_SECONDS, how));
  }
  const speed = (who: Who) => median(runs[who].map(({ perSecond }) => perSecond));
  return all.map((who) => [
    `${name}, ${names[who]}`,
    speed(who).toFixed(0),
    millis(median(runs[who].map(({ p99Ms }) => p99Ms))),
    percent(speed(who) / speed('row')),
    percent(speed(who) / speed('join')),
    who === 'hub' ? '>= 50 %' : '',
  ]);
}

interface Load {
  perSecond: number;
  p99Ms: number;
}

interface LoadOptions {
  headers: Record<string, string>;
  stop: AbortSignal;
}

async function load(url: string, seconds: number, { headers, stop }: LoadOptions): Promise<Load> {
  const script = new URL('./load.ts', import.meta.url);
  return JSON.parse(await outputOf(script, { url, headers, seconds }, stop));
}
