import { readFile } from 'node:fs/promises';

const SAMPLE_MS = 20;

/** Bytes of a process in memory now (Linux only). */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return kibibytes ? Number(kibibytes) * 1024 : undefined;
}

/** Samples a process until `stop`, which answers the most it had. */
export function watchResident(pid: number): { stop(): number | undefined } {
  let peak: number | undefined;
  const timer = setInterval(async () => {
    const now = await residentBytes(pid);
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
