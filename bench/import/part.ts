import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { megabytes, seconds, table, times } from '../table.ts';
import { importFloor } from './floor.ts';
import { GENERATED, type ImportedHub, importInto } from './imported-hubs.ts';

const FLOOR_RUNS = 3;

/** An Anki package through HTTP, beside the least that an import can do. */
export const importPart: Part = { services: ['postgres'], run };

async function run({ imported, postgres, stop }: Bench): Promise<string[]> {
  const file = await imported.packagePath();
  const { MIGRATE_DATABASE_URL } = await postgres();
  const floors: number[] = [];
  const runs: ImportedHub[] = [];
  // Alternating, so that both see the same weather.
  for (let n = 0; n < FLOOR_RUNS; n += 1) {
    floors.push(await importFloor(MIGRATE_DATABASE_URL, file));
    if (n > 0) {
      const hub = await importInto({ env: await postgres(), stop }, file);
      runs.push(hub);
      await hub.close();
    } else runs.push(await imported.on('postgres'));
  }
  const embedded = await imported.on('pglite');
  const floor = median(floors);
  const row = (name: string, hubs: ImportedHub[], goal: [ratio: string, growth: string]) => {
    const ms = median(hubs.map(({ importMs }) => importMs));
    const growth = median(
      hubs.map(({ idleBytes, peakBytes }) => (peakBytes ?? Number.NaN) - (idleBytes ?? Number.NaN)),
    );
    return [name, seconds(ms), times(ms / floor), goal[0], megabytes(growth), goal[1]];
  };
  return [
    table(
      `import: .apkg of ${GENERATED.notes} notes, two cards each, ${GENERATED.reviewsPerCard} reviews per card`,
      [
        ['', 'median', 'of floor', 'goal', 'RSS over idle', 'goal'],
        ['floor: SQLite to plain tables', seconds(floor), times(1), '', '', ''],
        row(`hub, PostgreSQL (${runs.length} runs)`, runs, ['<= 3x', '< 512 MB']),
        row('hub, embedded', [embedded], ['', '< 512 MB']),
      ],
    ),
  ];
}
