import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../tools/services/find-program.ts';
import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { megabytes, seconds, table, times } from '../table.ts';
import { writeDeck } from './generated-media.ts';
import { type Timed, timedCommand } from './timed-command.ts';

const RUNS = 3;
const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The export library as a command of its own, beside the plainest ways to zip the same media. */
export const scormPart: Part = { services: [], run };

async function run({ stop }: Bench): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-bench-'));
  try {
    const { deck, media } = await writeDeck(folder);
    const out = (name: string) => join(folder, `${name}.zip`);
    const library = script('../../packages/scorm-export/bin/crosswalk-scorm.js');
    const zip = findProgram(['zip'], []);
    const commands: Record<string, [program: string, ...args: string[]]> = {
      library: [process.execPath, library, deck, '-o', out('library')],
      yazl: [process.execPath, script('./bare-yazl.js'), media, out('yazl')],
      ...(zip && { zip: [zip, '-q', '-0', '-r', out('zip'), 'media'] }),
    };
    const runs = new Map<string, Timed[]>();
    for (let run = 0; run < RUNS; run += 1) {
      for (const [name, command] of Object.entries(commands)) {
        // `zip` would update what is there.
        await rm(out(name), { force: true });
        const timed = await timedCommand(command, { cwd: folder, stop });
        runs.set(name, [...(runs.get(name) ?? []), timed]);
      }
    }
    return [tableOf(runs)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function tableOf(runs: Map<string, Timed[]>): string {
  const wall = (name: string) => median((runs.get(name) ?? []).map(({ ms }) => ms));
  const peak = (name: string) =>
    median((runs.get(name) ?? []).map(({ peakBytes }) => peakBytes ?? Number.NaN));
  const row = (label: string, name: string, goal: string) => [
    ...[label, seconds(wall(name)), times(wall('library') / wall(name)), goal],
    ...[megabytes(peak(name)), name === 'library' ? '<= 150 MB' : ''],
  ];
  return table(`scorm: 192 MB of media in 1,000 files, ${RUNS} runs in turn, medians`, [
    ['', 'wall', 'library takes', 'goal', 'peak RSS', 'goal'],
    row('library, SCORM 1.2', 'library', ''),
    row('bare yazl', 'yazl', '<= 1.2x'),
    runs.has('zip')
      ? row('zip -0 -r', 'zip', '<= 2.5x')
      : ['zip -0 -r', 'zip is not installed', '', '<= 2.5x', '', ''],
  ]);
}
