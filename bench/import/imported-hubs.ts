import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeGeneratedPackage } from '../../tools/generated-package.ts';
import { type HubClient, hubClient, type JobView } from '../../tools/hub-client.ts';
import { benchHub } from '../bench-hub.ts';
import { residentBytes, watchResident } from '../resident-memory.ts';

/** Two cards each, and so 200,000 reviews. */
export const GENERATED = { notes: 20_000, reviewsPerCard: 5 };
const SETTLE_MS = 1_500;

export interface ImportedHub {
  client: HubClient;
  url: string;
  /** From the upload's first byte until the import had succeeded. */
  importMs: number;
  idleBytes: number | undefined;
  peakBytes: number | undefined;
  close(): Promise<void>;
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
        packagePath().then(async (file) => importInto(await settings[kind](), file));
      made.set(kind, known);
      return known;
    },
    close: async () => {
      for (const hub of made.values()) {
        await hub.then(
          ({ close }) => close(),
          () => {},
        );
      }
      await rm(path, { force: true });
    },
  };
}

/** A new hub with the package imported into it. */
export async function importInto(env: Record<string, string>, file: string): Promise<ImportedHub> {
  const hub = await benchHub(env);
  const client = hubClient(hub);
  await client.call('GET', '/v1/decks');
  await wait(SETTLE_MS);
  const idleBytes = await residentBytes(hub.pid);
  const watch = watchResident(hub.pid);
  const startedAt = performance.now();
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  const { id } = await client.upload<JobView>('/v1/imports', form);
  const { report } = await client.finished<JobView & { report: Report }>(`/v1/imports/${id}`);
  const importMs = performance.now() - startedAt;
  const peakBytes = watch.stop();
  if (report.notes.new !== GENERATED.notes || report.reviews.failed > 0) {
    throw new Error(`The import went wrong: ${JSON.stringify(report)}`);
  }
  return { client, url: hub.url, importMs, idleBytes, peakBytes, close: hub.close };
}

type Report = Record<'notes' | 'reviews', { new: number; failed: number }>;
