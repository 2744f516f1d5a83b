import { openAsBlob } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubClient, hubClient } from '../../tools/hub-client.ts';
import { findProgram } from '../../tools/services/find-program.ts';
import { type BenchHub, benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { residentBytes, watchResident } from '../resident-memory.ts';
import { writeDeck } from '../scorm/generated-media.ts';
import { timedCommand } from '../scorm/timed-command.ts';
import { megabytes, millis, seconds, table, times } from '../table.ts';

const RUNS = 3;
const LIBRARY = fileURLToPath(
  new URL('../../packages/scorm-export/bin/crosswalk-scorm.js', import.meta.url),
);

interface Run {
  ms: number;
  growthBytes: number;
  lagMs: number;
}

/** A SCORM package of 1,000 files through HTTP, beside `unzip`. */
export const courseImportPart: Part = { services: ['postgres'], run };

async function run({ postgres, stop }: Bench): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-bench-'));
  try {
    const { deck } = await writeDeck(folder);
    const file = join(folder, 'course.zip');
    await timedCommand([process.execPath, LIBRARY, deck, '-o', file], { cwd: folder, stop });
    const unzip = findProgram(['unzip']);
    const floors: number[] = [];
    const runs: Run[] = [];
    for (let n = 0; n < RUNS; n += 1) {
      if (unzip) floors.push(await timedUnzip(unzip, { file, folder, stop }));
      const hub = await benchHub({ env: await postgres(), stop });
      try {
        runs.push(await timedImport(hub, hubClient(hub), file));
      } finally {
        await hub.close();
      }
    }
    return [tableOf(runs, floors)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timedUnzip(
  unzip: string,
  { file, folder, stop }: { file: string; folder: string; stop: AbortSignal },
): Promise<number> {
  const cwd = join(folder, 'unzipped');
  await mkdir(cwd);
  const { ms } = await timedCommand([unzip, '-q', file], { cwd, stop });
  await rm(cwd, { recursive: true });
  return ms;
}

async function timedImport(hub: BenchHub, client: HubClient, file: string): Promise<Run> {
  await client.call('GET', '/v1/courses');
  await worstLagMs(client);
  const idleBytes = (await residentBytes(hub.pid)) ?? Number.NaN;
  const watch = watchResident(hub.pid);
  try {
    const startedAt = performance.now();
    await client.imported(await openAsBlob(file), basename(file));
    const ms = performance.now() - startedAt;
    return {
      ms,
      growthBytes: (watch.stop() ?? Number.NaN) - idleBytes,
      lagMs: await worstLagMs(client),
    };
  } finally {
    watch.stop();
  }
}

/** The latest that the hub's event loop ran since this was last asked. */
async function worstLagMs(client: HubClient): Promise<number> {
  const text = await (await client.download('/metrics')).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]) * 1000;
}

function tableOf(runs: Run[], floors: number[]): string {
  const ms = median(runs.map((each) => each.ms));
  return table(`course-import: SCORM package of 192 MB in 1,000 files, ${RUNS} runs, medians`, [
    ['', 'median', 'of unzip', 'RSS over idle', 'goal', 'event loop late by'],
    [
      ...[
        'unzip',
        ...(floors.length > 0 ? [seconds(median(floors)), times(1)] : ['not installed', '']),
      ],
      ...['', '', ''],
    ],
    [
      ...['hub, PostgreSQL', seconds(ms), floors.length > 0 ? times(ms / median(floors)) : ''],
      ...[megabytes(median(runs.map(({ growthBytes }) => growthBytes))), '<= 256 MB'],
      millis(Math.max(...runs.map(({ lagMs }) => lagMs))),
    ],
  ]);
}
