import type { PreparedStatement } from '@crosswalk/xapi-lrs';
import type { PostgresSettings } from '../context.ts';
import { median } from '../quantile.ts';
import { percent, table, times } from '../table.ts';
import { rowByRowWriter } from './row-by-row.ts';
import { preparedFrom } from './statements.ts';
import { bareWriter, storeWriter, type Writer } from './writers.ts';

const BATCHES = [1, 10, 50, 200];
const ROUNDS = 5;
const CLIENTS = 8;

/** Statements written in one measurement of a writer. */
const statementsOf = (batch: number, share: number) => share * (batch === 1 ? 400 : 2_000);

/** Statements into the store, beside bare `pg` and the row-by-row shape of an SQL LRS. */
export async function ingestTable(settings: PostgresSettings): Promise<string> {
  const bare = await bareWriter(settings.MIGRATE_DATABASE_URL);
  const rowByRow = await rowByRowWriter(settings.MIGRATE_DATABASE_URL);
  const store = storeWriter(settings.DATABASE_URL);
  try {
    const rows: string[][] = [];
    for (const batch of BATCHES) rows.push(await row(batch, { bare, rowByRow, store }));
    return table(
      `lrs-store: statements/s, 1 KB with 3 agents and 4 activities, medians of ${ROUNDS} rounds in turn`,
      [
        [
          ...['batch', 'bare pg', 'row by row', 'store', 'of bare pg', 'goal'],
          ...['of row by row', 'goal', `store, ${CLIENTS} clients`],
        ],
        ...rows,
      ],
    );
  } finally {
    await Promise.all([bare, rowByRow, store].map((writer) => writer.close()));
  }
}

async function row(
  batch: number,
  { bare, rowByRow, store }: Record<'bare' | 'rowByRow' | 'store', Writer>,
): Promise<string[]> {
  const rates: number[][] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const measurements = [
      rate(bare, batch, 1),
      rate(rowByRow, batch, 1),
      rate(store, batch, 1),
      rate(store, batch, CLIENTS),
    ];
    // In turn, so that all see the same weather.
    for (const [i, measure] of measurements.entries()) rates[i]?.push(await measure());
  }
  const [floor = 0, slow = 0, alone = 0, together = 0] = rates.map(median);
  const hasGoal = batch === 50;
  return [
    ...[String(batch), ...[floor, slow, alone].map((each) => String(Math.round(each)))],
    ...[percent(alone / floor), hasGoal ? '>= 60 %' : ''],
    ...[times(alone / slow), hasGoal ? '>= 15x' : '', String(Math.round(together))],
  ];
}

let next = 100_000_000;

/** Statements per second of clients that wait for each of their batches. */
function rate(writer: Writer, batch: number, clients: number): () => Promise<number> {
  return async () => {
    const batches: PreparedStatement[][] = [];
    const count = statementsOf(batch, writer.share);
    for (let made = 0; made < count; made += batch, next += batch) {
      batches.push(preparedFrom(next, batch));
    }
    const startedAt = performance.now();
    const rest = [...batches];
    const client = async () => {
      for (let own = rest.pop(); own; own = rest.pop()) await writer.write(own);
    };
    await Promise.all(Array.from({ length: clients }, client));
    return (batches.length * batch) / ((performance.now() - startedAt) / 1000);
  };
}
