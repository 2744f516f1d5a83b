import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watchResident } from '../resident-memory.ts';
import { endAt } from '../script-process.ts';

export interface Timed {
  ms: number;
  peakBytes: number | undefined;
}

/** Runs a program to its end; throws when it fails or is not there. */
export async function timedCommand(
  [program, ...args]: [program: string, ...args: string[]],
  { cwd, stop }: { cwd: string; stop: AbortSignal },
): Promise<Timed> {
  stop.throwIfAborted();
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  endAt(stop, child);
  const watch = watchResident(child.pid ?? 0);
  try {
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`${program} ended with ${code}.`);
    return { ms: performance.now() - startedAt, peakBytes: watch.stop() };
  } finally {
    watch.stop();
  }
}
