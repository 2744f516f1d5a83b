import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

interface ChildOptions {
  cwd?: string;
  /** Beside our own; `undefined` takes a variable away. */
  env?: Record<string, string | undefined>;
  /** Default: ours. */
  output?: 'inherit' | 'ignore' | number | undefined;
  /** Ends the child and all that it started. */
  stop: AbortSignal;
}

/** Runs a command; answers its exit code, 1 when it was killed. */
export async function runChild(command: string[], options: ChildOptions): Promise<number> {
  const [program, ...args] = command;
  const output = options.output ?? 'inherit';
  if (!program || options.stop.aborted) return 1;
  const settings: SpawnOptions = {
    stdio: ['ignore', output, output],
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, ...options.env },
    // A process group of its own, so that its grandchildren can be ended too.
    detached: true,
  };
  const child = spawn(program, args, settings);
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // The group is gone.
    }
  };
  const onStop = () => {
    signal('SIGTERM');
    setTimeout(() => signal('SIGKILL'), 5_000).unref();
  };
  options.stop.addEventListener('abort', onStop, { once: true });
  try {
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    options.stop.removeEventListener('abort', onStop);
    signal('SIGKILL');
  }
}
