import { setTimeout as wait } from 'node:timers/promises';
import { ADMIN_KEY } from './hub-process.ts';

/** An answer other than 2xx. */
export class HubAnswerError extends Error {
  override name = 'HubAnswerError';
  readonly status: number;
  constructor(status: number, text: string) {
    super(`${status}: ${text.slice(0, 1000)}`);
    this.status = status;
  }
}

export interface HubClient {
  /** The parsed answer; its shape is what the caller's route documents. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  upload<T>(path: string, form: FormData): Promise<T>;
  download(path: string): Promise<Response>;
  /** Asks for an import or export until it has ended; throws when it failed. */
  finished<T extends JobView>(path: string): Promise<T>;
  /** Imports a file; the finished job. */
  imported<T extends JobView>(file: Blob, name: string): Promise<T>;
}

export interface JobView {
  id: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  error: { code: string; detail: string } | null;
}

const ASK_AGAIN_MS = 50;

/** The hub's API as its first administrator. */
export function hubClient({ url }: { url: string }): HubClient {
  const request = async (
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
  ) => {
    const response = await fetch(new URL(path, url), {
      ...init,
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...init.headers },
    });
    if (!response.ok) throw new HubAnswerError(response.status, await response.text());
    return response;
  };
  const parsed = async (response: Response) => {
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  };
  const call: HubClient['call'] = async (method, path, body) =>
    parsed(
      await request(path, {
        method,
        ...(body !== undefined && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      }),
    );
  const upload: HubClient['upload'] = async (path, form) =>
    parsed(await request(path, { method: 'POST', body: form }));
  const finished = async <T extends JobView>(path: string): Promise<T> => {
    for (;;) {
      const job = await call<T>('GET', path);
      if (job.status === 'failed') throw new Error(`${path} failed: ${job.error?.detail}`);
      if (job.status === 'succeeded') return job;
      await wait(ASK_AGAIN_MS);
    }
  };
  return {
    call,
    upload,
    download: (path) => request(path, {}),
    finished,
    async imported(file, name) {
      const form = new FormData();
      form.set('file', file, name);
      const { id } = await upload<JobView>('/v1/imports', form);
      return finished(`/v1/imports/${id}`);
    },
  };
}
