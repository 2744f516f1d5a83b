import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type HubClient, hubClient, type JobView } from '../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';

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
  close(): Promise<void>;
}

export async function startCourseHub(given: Record<string, string> = {}): Promise<CourseHub> {
  const folder = await dataFolder();
  const env = { RATE_LIMIT_IP: '1000000', RATE_LIMIT: '1000000', ...given };
  let hub: HubProcess = await startHub({ dataDir: folder.path, env });
  const { url } = hub;
  const client = hubClient({ url });

  async function importZip(name: string, zip: Uint8Array): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(zip)]), name);
    const { id } = await client.upload<{ id: string }>('/v1/imports', form);
    return (await client.finished<ImportView>(`/v1/imports/${id}`)).report.courseId;
  }

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
    launch: async (courseId, personId, options = {}) =>
      (
        await client.call<{ url: string }>('POST', `/v1/courses/${courseId}/launches`, {
          personId,
          ...options,
        })
      ).url,
    attempts: async (personId) =>
      (await client.call<{ data: Attempt[] }>('GET', `/v1/people/${personId}/attempts`)).data,
    async close() {
      await hub.stop();
      await folder.remove();
    },
  };
}
