import { setTimeout as pause } from 'node:timers/promises';

/** The first value that is neither undefined nor false; fails when none comes in time. */
export async function until<T>(
  what: string,
  read: () => Promise<T | undefined | false> | T | undefined | false,
  ms = 18_000,
): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await pause(10);
  }
}
