import type { HubClient } from './client.ts';

export interface JobView {
  id: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  progress: { done: number; total: number };
  error: { code: string; detail: string } | null;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/** Asks for a job until it has ended. */
export async function waitForJob<J extends JobView>(
  client: HubClient,
  path: string,
  onProgress: (job: J) => void,
): Promise<J> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 1.5)) {
    // Sound because the path names a job of this kind, and the hub is of the same release.
    const job = (await client.get(path)) as J;
    if (job.status === 'succeeded' || job.status === 'failed') return job;
    onProgress(job);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

export function percent({ done, total }: { done: number; total: number }): string {
  return total > 0 ? `${Math.floor((100 * done) / total)} %` : `${done}`;
}
