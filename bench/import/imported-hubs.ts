import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeGeneratedPackage } from '../../tools/generated-package.ts';
import { type HubClient, hubClient, type JobView } from '../../tools/hub-client.ts';
import { type BenchHub, type BenchHubSettings, benchHub } from '../bench-hub.ts';
import { residentBytes, watchResident } from '../resident-memory.ts';

/** Two cards each, and so 200,000 reviews. */
export const GENERATED = { notes: 20_000, reviewsPerCard: 5 };
const SETTLE_MS = 1_500;

export interface ImportedHub extends Timed {
  client: HubClient;
  url: string;
  close(): Promise<void>;
}

interface Timed {
  /** From the upload's first byte until the import had succeeded. */
  importMs: number;
  idleBytes: number | undefined;
  peakBytes: number | undefined;
}

export interface ImportedHubs {
  /** Path of the generated package. */
  packagePath(): Promise<string>;
  on(kind: 'postgres' | 'pglite'): Promise<ImportedHub>;
  close(): Promise<void>;
}

/** Hubs that hold the generated deck. */
export function importedHubs(
  settings: Record<'postgres' | 'pglite', () => Promise<Record<string, string>>>,
  stop: AbortSignal,
): ImportedHubs {
  const path = join(tmpdir(), `crosswalk-bench-${process.pid}.apkg`);
  let written: Promise<string> | undefined;
  const packagePath = () => {
    written ??= writeGeneratedPackage(path, GENERATED).then(() => path);
    return written;
  };
  const made = new Map<string, Promise<ImportedHub>>();
  return {
    packagePath,
    on: (kind) => {
      const known =
        made.get(kind) ??
        packagePath().then(async (file) => importInto({ env: await settings[kind](), stop }, file));
      made.set(kind, known);
      return known;
    },
    close: async () => {
      const ended = [...made.values()].map((hub) =>
        hub.then(
          ({ close }) => close(),
          () => {},
        ),
      );
      await Promise.all(ended).finally(() => rm(path, { force: true }));
    },
  };
}

/** A new hub with the package imported into it. */
export async function importInto(settings: BenchHubSettings, file: string): Promise<ImportedHub> {
  const hub = await benchHub(settings);
  const client = hubClient(hub);
  try {
    return { client, url: hub.url, close: hub.close, ...(await timedImport(hub, client, file)) };
  } catch (error) {
    await hub.close();
    throw error;
  }
}

async function timedImport(hub: BenchHub, client: HubClient, file: string): Promise<Timed> {
  await client.call('GET', '/v1/decks');
  await wait(SETTLE_MS);
  const idleBytes = await residentBytes(hub.pid);
  const watch = watchResident(hub.pid);
  try {
    const startedAt = performance.now();
    type View = JobView & { report: Report };
    const { report } = await client.imported<View>(await openAsBlob(file), basename(file));
    const importMs = performance.now() - startedAt;
    if (report.notes.new !== GENERATED.notes || report.reviews.failed > 0) {
      throw new Error(`The import went wrong: ${JSON.stringify(report)}`);
    }
    return { importMs, idleBytes, peakBytes: watch.stop() };
  } finally {
    watch.stop();
  }
}

type Report = Record<'notes' | 'reviews', { new: number; failed: number }>;
