import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs the service until the pipe on stdin closes, which the kernel does however we die, then stops
 * it and removes its folder. A line on stdin, of a signal and seconds, stops it for that time. The
 * session of its own keeps a Ctrl-C from reaching the service first.
 */
const keeper = `
dir=$1 signal=$2
shift 2
start() {
  "$@" </dev/null >>"$dir/log" 2>&1 &
  child=$!
}
halt() {
  kill -s "$1" "$child"
  wait "$child"
}
start "$@"
while read -r how pause; do
  halt "$how"
  sleep "$pause"
  start "$@"
done
halt "$signal"
cd / && rm -rf "$dir"
`;

const PROBE_EVERY_MS = 100;

export interface Account {
  uid: number;
  gid: number;
}

export interface ServiceCommand {
  dir: string;
  command: string[];
  /** What asks the service to stop without waiting for its clients. */
  signal: 'QUIT' | 'TERM';
  account?: Account;
  /** Resolves when the service answers; is tried again until it does. */
  probe: () => Promise<void>;
}

export interface KeptService {
  close(): Promise<void>;
}

export interface RestartableService extends KeptService {
  /**
   * Stops the service by the signal and starts it again after the pause; resolves when it answers.
   * The pause must be longer than a probe takes.
   */
  restart(signal: 'INT' | 'QUIT', pauseSeconds: number): Promise<void>;
}

/** A temporary folder that belongs to the account. */
export async function scratchFolder(name: string, account?: Account): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), `crosswalk-${name}-`));
  if (account) await chown(dir, account.uid, account.gid);
  return dir;
}

/** Starts a throw-away service; its folder goes with it. */
export async function keep(service: ServiceCommand): Promise<RestartableService> {
  const { dir, signal, command, account } = service;
  const child = spawn('sh', ['-c', keeper, 'keeper', dir, signal, ...command], {
    cwd: dir,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...account,
  });
  const exited = once(child, 'exit');
  const close = async () => {
    child.stdin.end();
    await exited;
  };
  try {
    await answering(service.probe);
  } catch (cause) {
    const log = await readFile(join(dir, 'log'), 'utf8').catch(() => '');
    await close();
    throw new Error(`${command[0]} did not start:\n${log.slice(-2000)}`, { cause });
  }
  return {
    close,
    restart: async (how, pauseSeconds) => {
      child.stdin.write(`${how} ${pauseSeconds}\n`);
      while (await answers(service.probe)) await wait(PROBE_EVERY_MS);
      await answering(service.probe);
    },
  };
}

async function answers(probe: () => Promise<void>): Promise<boolean> {
  return probe().then(
    () => true,
    () => false,
  );
}

async function answering(probe: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(PROBE_EVERY_MS);
    }
  }
}
