import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { hubEnv } from '../../../tools/hub-process.ts';

const run = promisify(execFile);
const COMMAND = 'dist/src/cli/main.js';
const START_LIMIT_MS = 30_000;

interface Settings {
  dataDir: string;
  env?: Record<string, string>;
}

/** Runs `hub --json ...`; answers what it printed. Throws when it does not end well. */
export async function hubCommand<T>(args: string[], settings: Settings): Promise<T> {
  const { stdout } = await run(process.execPath, [COMMAND, '--json', ...args], {
    env: hubEnv(settings),
  });
  return JSON.parse(stdout);
}

/** A command that goes on until it is told to end. */
export interface RunningCommand<T> {
  /** What it printed when it was ready. */
  ready: T;
  /** SIGTERM; answers how it ended. */
  stop(): Promise<number | null>;
}

export async function startCommand<T>(
  args: string[],
  settings: Settings,
): Promise<RunningCommand<T>> {
  const child = spawn(process.execPath, [COMMAND, '--json', ...args], {
    env: hubEnv(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      child.stdout.resume();
      const stop = async () => {
        child.kill('SIGTERM');
        await exited;
        return child.exitCode;
      };
      return { ready: JSON.parse(line), stop };
    }
  } finally {
    clearTimeout(limit);
  }
  await exited;
  throw new Error(`hub ${args.join(' ')} ended with ${child.exitCode} before it was ready`);
}
