import type { Bench, Part } from './context.ts';
import type { ImportedHub } from './import/imported-hubs.ts';
import { quantile } from './quantile.ts';
import { millis, table } from './table.ts';

const QUERIES = 200;
const words = 'river mountain capital border island desert valley harbour glacier plateau'.split(
  ' ',
);

/** Common and rare words, two words, phrases, alternatives, exclusions and what is not there. */
function queryAt(n: number): string {
  const word = (step: number) => words[(n * 7 + step) % words.length] ?? '';
  const shapes = [
    `place${(n * 97) % 20_000}`,
    word(0),
    `${word(0)} ${word(3)}`,
    `"near the ${word(1)}"`,
    `${word(0)} or ${word(2)}`,
    `${word(0)} -${word(5)}`,
    `${word(4)} place${n * 31}`,
    `nowhere${n}`,
  ];
  return shapes[n % shapes.length] ?? '';
}

/** Ranked full-text search over the imported deck through HTTP. */
export const searchPart: Part = { services: ['postgres'], run };

async function run({ imported }: Bench): Promise<string[]> {
  const row = async (name: string, hub: ImportedHub) => {
    await timesOf(hub, 20);
    const took = await timesOf(hub, QUERIES);
    return [
      ...[name, millis(quantile(took, 0.5)), millis(quantile(took, 0.95))],
      ...[millis(Math.max(...took)), 'p95 < 50 ms'],
    ];
  };
  return [
    table(`search: ${QUERIES} mixed queries over 20000 atoms, one after another`, [
      ['', 'p50', 'p95', 'max', 'goal'],
      await row('hub, PostgreSQL', await imported.on('postgres')),
      await row('hub, embedded', await imported.on('pglite')),
    ]),
  ];
}

async function timesOf({ client }: ImportedHub, count: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const startedAt = performance.now();
    await client.call('GET', `/v1/search?q=${encodeURIComponent(queryAt(n))}`);
    took.push(performance.now() - startedAt);
  }
  return took;
}
