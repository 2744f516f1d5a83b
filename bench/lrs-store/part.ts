import { randomUUID } from 'node:crypto';
import { createPostgresStore, lrsSchema, lrsTables, type PostgresStore } from '@crosswalk/xapi-lrs';
import type pg from 'pg';
import { dataFolder, type HubProcess } from '../../tools/hub-process.ts';
import { createLrsAccess } from '../../tools/lrs-access.ts';
import { hubOn } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { median, quantile } from '../quantile.ts';
import { millis, table, times } from '../table.ts';
import { type Answered, askClasses, askOnce } from './ask.ts';
import { embeddedPool, lrsDatabase, pipelinedPool } from './database.ts';
import { fill } from './fill.ts';
import { httpAsker } from './http-asker.ts';
import { ingestTable } from './ingest.ts';
import { queryClasses, worstFilter } from './queries.ts';

const SIZES = { small: 100_000, large: 1_000_000 };
const WORST_RUNS = 5;
/** The first tenant of every hub. */
const TENANT = '00000000-0000-7000-8000-000000000001';
/** Over HTTP this asks with a credential of its own, which has stored nothing. */
const OWN_ONLY = 'mine + agent, ascending';

/** What one size of a database answers. */
interface Measured {
  answered: Record<string, Answered>;
  worst: number;
  bytesPerStatement: number;
  bytesOfJson: number;
  perSecond: number;
}

/** The PostgreSQL store of the LRS by itself, then asked through a hub. */
export const lrsStorePart: Part = {
  services: ['postgres'],
  run: async ({ postgres, stop }: Bench) => {
    const settings = await postgres();
    const folder = await dataFolder();
    const hub = () =>
      hubOn(folder.path, { env: { ...settings, RATE_LIMIT_LRS: '10000000' }, stop });
    // Starting a hub is what makes the tables, with row-level security.
    await (await hub()).stop();
    const ingest = await ingestTable(settings);
    const owner = pipelinedPool(settings.MIGRATE_DATABASE_URL, 1);
    const server = await withStore(
      pipelinedPool(settings.DATABASE_URL, 4),
      'kept',
      async (store) => {
        await emptied(owner);
        const small = await measured(store, owner, { tenant: TENANT, from: 0, to: SIZES.small });
        stop.throwIfAborted();
        const rest = { tenant: TENANT, from: SIZES.small, to: SIZES.large };
        const large = await measured(store, owner, rest);
        return { small, large };
      },
    ).finally(() => owner.end());
    const overHttp = await askedThrough(await hub()).finally(folder.remove);
    const pool = await embeddedPool('memory://');
    const embedded = await withStore(pool, 'new', async (store) => {
      await pool.query(lrsSchema);
      return measured(store, pool, { tenant: randomUUID(), from: 0, to: SIZES.small });
    });
    return [ingest, queryTable(server, { embedded, overHttp }), sizeTable({ ...server, embedded })];
  },
};

async function askedThrough(hub: HubProcess): Promise<Measured['answered']> {
  try {
    return await askClasses(httpAsker(await createLrsAccess(hub)), TENANT, [OWN_ONLY]);
  } finally {
    await hub.stop();
  }
}

async function withStore<T>(
  pool: pg.Pool,
  plans: 'kept' | 'new',
  work: (store: PostgresStore) => Promise<T>,
): Promise<T> {
  try {
    const database = lrsDatabase(pool, plans);
    return await work(createPostgresStore({ database, cursorSecret: 'bench' }));
  } finally {
    await pool.end();
  }
}

const tables = lrsTables.map(({ name }) => name);

const emptied = (owner: pg.Pool) => owner.query(`truncate ${tables.join(', ')}`);

async function measured(
  store: PostgresStore,
  owner: pg.Pool,
  { tenant, from, to }: { tenant: string; from: number; to: number },
): Promise<Measured> {
  const startedAt = performance.now();
  const bytes = await fill(store, tenant, { from, to });
  const perSecond = (to - from) / ((performance.now() - startedAt) / 1000);
  // As autovacuum does sooner or later.
  for (const name of tables) await owner.query(`vacuum analyze ${name}`);
  const answered = await askClasses(store, tenant);
  const worst: number[] = [];
  for (let run = 0; run < WORST_RUNS; run += 1) {
    worst.push(await askOnce(store, tenant, worstFilter));
  }
  return {
    ...{ answered, worst: median(worst), perSecond, bytesOfJson: bytes / (to - from) },
    bytesPerStatement: (await bytesOnDisk(owner)) / to,
  };
}

async function bytesOnDisk(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ bytes: string }>(
    'select sum(pg_total_relation_size(name::regclass)) as bytes from unnest($1::text[]) as x(name)',
    [tables],
  );
  return Number(rows[0]?.bytes);
}

function queryTable(
  { small, large }: { small: Measured; large: Measured },
  { embedded, overHttp }: { embedded: Measured; overHttp: Measured['answered'] },
): string {
  const cells = (name: string, page: keyof Answered) => {
    const [at100k, at1M] = [small, large].map(({ answered }) => answered[name]?.[page] ?? []);
    const ratio = median(at1M ?? []) / median(at100k ?? []);
    return [shown(at100k ?? []), shown(at1M ?? []), Number.isNaN(ratio) ? '' : times(ratio)];
  };
  const found = (name: string) =>
    [small, large].map(({ answered }) => median(answered[name]?.found ?? [])).join(' > ');
  return table(
    `lrs-store: queries of 50 statements, 10,000 learners by Zipf's law; ms, median / p95; goals: p95 <= 25 ms, over HTTP <= 50 ms, 1M / 100k <= 1.5, worst <= 250 ms`,
    [
      [
        ...['', 'found', '100k', '1M', 'ratio', 'more, 100k', 'more, 1M', 'ratio'],
        ...['HTTP, 1M', 'HTTP, more, 1M', 'PGlite, 100k'],
      ],
      ...Object.keys(queryClasses).map((name) => [
        name,
        found(name),
        ...cells(name, 'first'),
        ...cells(name, 'more'),
        ...[overHttp[name]?.first, overHttp[name]?.more, embedded.answered[name]?.first].map(shown),
      ]),
      [
        'worst: two keys of all, never together',
        '0 > 0',
        ...[
          millis(small.worst),
          millis(large.worst),
          '',
          '',
          '',
          '',
          '',
          '',
          millis(embedded.worst),
        ],
      ],
    ],
  );
}

const shown = (ms: readonly number[] = []) =>
  ms.length === 0 ? '-' : `${median(ms).toFixed(1)} / ${quantile(ms, 0.95).toFixed(1)}`;

function sizeTable(sizes: { small: Measured; large: Measured; embedded: Measured }): string {
  const row = (name: string, { bytesPerStatement, bytesOfJson, perSecond }: Measured) => [
    name,
    `${Math.round(bytesPerStatement)} B`,
    `${Math.round(bytesOfJson)} B`,
    times(bytesPerStatement / bytesOfJson),
    '<= 3x',
    `${Math.round(perSecond)}/s`,
  ];
  return table('lrs-store: on disk, indexes included', [
    ['', 'per statement', 'exact JSON', 'ratio', 'goal', 'filled at'],
    row('PostgreSQL, 100k', sizes.small),
    row('PostgreSQL, 1M', sizes.large),
    row('PGlite, 100k', sizes.embedded),
  ]);
}
