import { hubClient } from '../../tools/hub-client.ts';
import { ADMIN_KEY } from '../../tools/hub-process.ts';
import { freePort } from '../../tools/services/free-port.ts';
import { benchHub } from '../bench-hub.ts';
import type { Bench } from '../context.ts';
import { median } from '../quantile.ts';
import { end, outputOf, says, startScript } from '../script-process.ts';
import { millis, percent, table } from '../table.ts';
import { type DeckBody, writeBareTable } from './bare-table.ts';

const DECKS = 20;
const ROUNDS = 4;
const ROUND_SECONDS = 4;

/** Reads through HTTP and tenancy, beside bare Koa and bare pg on the same server. */
export async function httpPart({ postgres }: Bench): Promise<string[]> {
  const settings = await postgres();
  const hub = await benchHub(settings);
  const port = await freePort();
  const bare = startScript(new URL('./bare-server.ts', import.meta.url), {
    databaseUrl: settings.DATABASE_URL,
    port,
  });
  try {
    const decks = await makeDecks(hub.url);
    await writeBareTable(settings.MIGRATE_DATABASE_URL, decks);
    await says(bare, 'ready');
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    const at = (path: string) =>
      [`${hub.url}/v1${path}`, `http://127.0.0.1:${port}${path}`] as const;
    const rows = [
      ...(await compare('one deck', at(`/decks/${decks[0]?.id}`), headers)),
      ...(await compare(`list of ${DECKS}`, at('/decks'), headers)),
    ];
    return [
      table(`http: ${ROUNDS} rounds of ${ROUND_SECONDS} s in turn, 10 connections, medians`, [
        ['', 'requests/s', 'p99', 'of bare', 'goal'],
        ...rows,
      ]),
    ];
  } finally {
    await end(bare);
    await hub.close();
  }
}

async function makeDecks(url: string): Promise<DeckBody[]> {
  const client = hubClient({ url });
  for (let n = 1; n <= DECKS; n += 1) {
    await client.call('POST', '/v1/decks', { title: `Deck ${n}`, description: `Number ${n}` });
  }
  return (await client.call<{ data: DeckBody[] }>('GET', '/v1/decks')).data;
}

async function compare(
  name: string,
  [hub, bare]: readonly [string, string],
  headers: Record<string, string>,
): Promise<string[][]> {
  const runs: Record<'hub' | 'bare', Load[]> = { hub: [], bare: [] };
  await load(hub, headers, 1);
  await load(bare, headers, 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.bare.push(await load(bare, headers, ROUND_SECONDS));
    runs.hub.push(await load(hub, headers, ROUND_SECONDS));
  }
  const speed = (of: Load[]) => median(of.map(({ perSecond }) => perSecond));
  const row = (who: string, of: Load[], goal: string) => [
    ...[`${name}, ${who}`, speed(of).toFixed(0), millis(median(of.map(({ p99Ms }) => p99Ms)))],
    ...[percent(speed(of) / speed(runs.bare)), goal],
  ];
  return [row('bare Koa + pg', runs.bare, ''), row('hub', runs.hub, '>= 50 %')];
}

interface Load {
  perSecond: number;
  p99Ms: number;
}

async function load(url: string, headers: Record<string, string>, seconds: number): Promise<Load> {
  return JSON.parse(
    await outputOf(new URL('./load.ts', import.meta.url), { url, headers, seconds }),
  );
}
