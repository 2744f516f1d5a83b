import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hubEnv } from '../tools/hub-process.ts';

const run = promisify(execFile);

/** Runs `hub --json ...` on a data directory that no hub holds; answers what it printed. */
export async function hubCommand<T>(
  args: string[],
  settings: { dataDir: string; env?: Record<string, string> },
): Promise<T> {
  const { stdout } = await run(process.execPath, ['dist/src/cli/main.js', '--json', ...args], {
    env: hubEnv(settings),
  });
  return JSON.parse(stdout);
}
