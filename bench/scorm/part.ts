import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coursePackageFormats } from '@crosswalk/scorm-export';
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
    const exported = (format: string): [string, [program: string, ...args: string[]]] => [
      format,
      [process.execPath, library, deck, '--format', format, '-o', out(format)],
    ];
    const commands: Record<string, [program: string, ...args: string[]]> = {
      yazl: [process.execPath, script('./bare-yazl.js'), media, out('yazl')],
      ...(zip && { zip: [zip, '-q', '-0', '-r', out('zip'), 'media'] }),
      ...Object.fromEntries(coursePackageFormats.map(exported)),
    };
    const runs = new Map<string, Timed[]>();
    for (let run = 0; run < RUNS; run += 1) {
      for (const [name, command] of Object.entries(commands)) {
        const timed = await timedCommand(command, { cwd: folder, stop });
        runs.set(name, [...(runs.get(name) ?? []), timed]);
        // `zip` would update what is there, and all of them together fill a small disk.
        await rm(out(name), { force: true });
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
  const ratio = (name: string, other: string) => times(wall(name) / wall(other));
  const row = (label: string, name: string, goals: [yazl: string, peak: string]) => [
    ...[label, seconds(wall(name)), ratio(name, 'yazl'), goals[0]],
    ...[runs.has('zip') ? ratio(name, 'zip') : 'zip is not installed', goals[0] && '<= 2.5x'],
    ...[megabytes(peak(name)), goals[1]],
  ];
  return table(`scorm: 192 MB of media in 1,000 files, ${RUNS} runs in turn, medians`, [
    ['', 'wall', 'of yazl', 'goal', 'of zip', 'goal', 'peak RSS', 'goal'],
    ...coursePackageFormats.map((format) => row(format, format, ['<= 1.2x', '<= 150 MB'])),
    row('bare yazl', 'yazl', ['', '']),
    ...(runs.has('zip') ? [row('zip -0 -r', 'zip', ['', ''])] : []),
  ]);
}
