import type { PreparedStatement } from '@crosswalk/xapi-lrs';
import { createLrsAccess } from '../../tools/lrs-access.ts';
import { type BenchHub, benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { rowByRowWriter } from '../lrs-store/row-by-row.ts';
import { preparedFrom } from '../lrs-store/statements.ts';
import { bareWriter, type Writer } from '../lrs-store/writers.ts';
import { median } from '../quantile.ts';
import { percent, table, times } from '../table.ts';
import { httpRate, type IngestTarget, inParallel } from './ingest.ts';

const BATCHES = [1, 10, 50, 200];
const ROUNDS = 7;
/** Rounds that nobody counts: the hub is compiled while it runs. */
const WARM_UP = 8;
const CLIENTS = 8;
/** Statements of a measurement; row by row takes a tenth, it is that slow. */
const statementsOf = (batch: number) => (batch === 1 ? 1_600 : 8_000);

type Who = 'bare' | 'rowByRow' | 'hub';

/** Statements into the hub over HTTP, beside bare `pg` and the row-by-row shape of an SQL LRS. */
export const lrsHttpPart: Part = {
  services: ['postgres'],
  run: async ({ postgres, stop }: Bench) => {
    const settings = await postgres();
    const hub = await benchHub({ env: { ...settings, RATE_LIMIT_LRS: '10000000' }, stop });
    const writers: Record<'bare' | 'rowByRow', Writer[]> = { bare: [], rowByRow: [] };
    try {
      // One after another: the first makes the tables.
      for (let n = 0; n < CLIENTS; n += 1) {
        writers.bare.push(await bareWriter(settings.MIGRATE_DATABASE_URL, { facts: true }));
      }
      // One: several that look for an actor and then write it clash.
      writers.rowByRow.push(await rowByRowWriter(settings.MIGRATE_DATABASE_URL));
      const target = await lrsOf(hub);
      const take = numbersFrom(0);
      const rows = [];
      for (const batch of BATCHES) rows.push(await row(batch, { target, take, ...writers }));
      return [
        table(
          `lrs-http: statements/s of ${CLIENTS} clients (row by row: one), 1 KB with 3 agents and 4 activities, ${ROUNDS} rounds in turn, medians`,
          [
            ['batch', 'bare pg', 'row by row', 'hub, HTTP', 'of bare pg', 'of row by row', 'goal'],
            ...rows,
          ],
        ),
      ];
    } finally {
      await Promise.all([...writers.bare, ...writers.rowByRow].map(({ close }) => close()));
      await hub.close();
    }
  },
};

async function lrsOf(hub: BenchHub): Promise<IngestTarget> {
  const { authorization } = await createLrsAccess(hub);
  return {
    url: hub.url,
    headers: {
      Authorization: authorization,
      'X-Experience-API-Version': '2.0.0',
      'Content-Type': 'application/json',
    },
  };
}

interface Sides {
  target: IngestTarget;
  take: (count: number) => number;
  bare: Writer[];
  rowByRow: Writer[];
}

async function row(batch: number, { target, take, bare, rowByRow }: Sides): Promise<string[]> {
  const rates: Record<Who, number[]> = { bare: [], rowByRow: [], hub: [] };
  const batches = statementsOf(batch) / batch;
  const rate: Record<Who, () => Promise<number>> = {
    bare: () => writeRate(bare, batches, () => preparedFrom(take(batch), batch)),
    rowByRow: () =>
      writeRate(rowByRow, Math.max(CLIENTS, batches / 10), () => preparedFrom(take(batch), batch)),
    hub: () => httpRate(target, { batch, batches, clients: CLIENTS, first: take(batch * batches) }),
  };
  for (let round = 0; round < WARM_UP; round += 1) {
    await rate.bare();
    await rate.hub();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const who of ['bare', 'rowByRow', 'hub'] as const) rates[who].push(await rate[who]());
  }
  const { bare: b, rowByRow: r, hub: h } = mediansOf(rates);
  return [
    ...[String(batch), b.toFixed(0), r.toFixed(0), h.toFixed(0), percent(h / b), times(h / r)],
    batch === 50 ? '>= 60 %, >= 15x' : '',
  ];
}

/** Numbers of statements, none of them twice. */
function numbersFrom(first: number): (count: number) => number {
  let next = first;
  return (count) => {
    next += count;
    return next - count;
  };
}

async function writeRate(
  writers: Writer[],
  batches: number,
  make: () => PreparedStatement[],
): Promise<number> {
  const prepared = Array.from({ length: Math.ceil(batches) }, make);
  const free = [...writers];
  const startedAt = performance.now();
  await inParallel(writers.length, prepared, async (statements) => {
    const writer = free.pop();
    if (!writer) throw new Error('more workers than writers');
    await writer.write(statements);
    free.push(writer);
  });
  return prepared.flat().length / ((performance.now() - startedAt) / 1000);
}

function mediansOf(rates: Record<Who, number[]>): Record<Who, number> {
  return {
    bare: median(rates.bare),
    rowByRow: median(rates.rowByRow),
    hub: median(rates.hub),
  };
}
