import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type HubClient, hubClient, type JobView } from '../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { launchInPage } from './launch-in-page.ts';

/** Twenty seconds. */
const TRIES = 200;
const PAUSE_MS = 100;

export interface Attempt {
  id: string;
  courseId: string | null;
  scoreScaled: number | null;
  completion: 'incomplete' | 'completed';
  success: 'unknown' | 'passed' | 'failed';
}

interface ImportView extends JobView {
  report: { courseId: string };
}

/** A hub that courses are brought into and opened on. */
export interface CourseHub {
  url: string;
  client: HubClient;
  /** Kills the process and starts it again after the work, on the same ports and data. */
  without(work: () => Promise<void>): Promise<void>;
  importFile(path: string): Promise<string>;
  importZip(name: string, zip: Uint8Array): Promise<string>;
  person(): Promise<string>;
  launch(courseId: string, personId: string, options?: object): Promise<string>;
  /** Newest first. */
  attempts(personId: string): Promise<Attempt[]>;
  /** The newest, once it is so; after some seconds as it is. */
  attempt(personId: string, expected: Partial<Attempt>): Promise<Attempt | undefined>;
  /** Waits until this value is stored of an item of the course. */
  hasStored(who: { courseId: string; personId: string }, value: string): Promise<void>;
  close(): Promise<void>;
}

export async function startCourseHub(given: Record<string, string> = {}): Promise<CourseHub> {
  const folder = await dataFolder();
  const env = { RATE_LIMIT_IP: '1000000', RATE_LIMIT: '1000000', ...given };
  let hub: HubProcess = await startHub({ dataDir: folder.path, env });
  const { url } = hub;
  const client = hubClient({ url });

  async function importZip(name: string, zip: Uint8Array): Promise<string> {
    const { report } = await client.imported<ImportView>(new Blob([new Uint8Array(zip)]), name);
    return report.courseId;
  }

  const attempts: CourseHub['attempts'] = async (personId) =>
    (await client.call<{ data: Attempt[] }>('GET', `/v1/people/${personId}/attempts`)).data;

  const launch: CourseHub['launch'] = async (courseId, personId, options = {}) => {
    const path = `/v1/courses/${courseId}/launches`;
    return (await client.call<{ url: string }>('POST', path, { personId, ...options })).url;
  };

  return {
    url,
    client,
    async without(work) {
      await hub.kill();
      await work();
      hub = await startHub({ dataDir: folder.path, env, ports: hub.ports });
    },
    importZip,
    importFile: async (path) => importZip(basename(path), await readFile(path)),
    person: async () =>
      (await client.call<{ id: string }>('POST', '/v1/people', { displayName: 'Jo Doe' })).id,
    launch,
    attempts,
    async attempt(personId, expected) {
      for (let tries = 0; ; tries += 1) {
        const [newest] = await attempts(personId);
        const isSo = Object.entries(expected).every(
          ([name, value]) => newest && Reflect.get(newest, name) === value,
        );
        if (isSo || tries > TRIES) return newest;
        await pause(PAUSE_MS);
      }
    },
    async hasStored({ courseId, personId }, value) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const page = await fetch(await launch(courseId, personId, { launchMode: 'Review' }));
        const { stored } = launchInPage(await page.text());
        const values = Object.values(stored?.dataModels ?? {}).flatMap(Object.values);
        if (values.includes(value)) return;
        await pause(PAUSE_MS);
      }
      throw new Error(`${value} is not stored.`);
    },
    async close() {
      await hub.stop();
      await folder.remove();
    },
  };
}
