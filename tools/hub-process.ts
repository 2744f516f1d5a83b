import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './services/free-port.ts';

/** The first tenant's admin key of every hub that is started here. */
export const ADMIN_KEY = 'admin-key-of-hubs-that-tests-start-0001';
const READY_LIMIT_MS = 60_000;
/** The end of what a hub said is enough to tell why it did not start. */
const KEPT_OUTPUT = 4_000;

interface HubSettings {
  dataDir: string;
  /** Settings beside DATA_DIR, PORT and BOOTSTRAP_API_KEY; the embedded database without any. */
  env?: Record<string, string>;
  /** Default: free ones. */
  ports?: HubPorts;
}

interface HubPorts {
  own: number;
  content: number;
}

/** A compiled hub in a process of its own. */
export interface HubProcess {
  url: string;
  ports: HubPorts;
  pid: number;
  /** From the spawn until it said that it listens. */
  startMs: number;
  /** SIGKILL, without a chance to clean up. */
  kill(): Promise<void>;
  /** SIGTERM; throws when the hub does not end well. */
  stop(): Promise<void>;
}

/** Starts `dist/src/main.js` as `npm start` does; resolves when it listens. */
export async function startHub({ dataDir, env = {}, ports }: HubSettings): Promise<HubProcess> {
  const own = ports?.own ?? (await freePort());
  const content = ports?.content ?? (await freePort());
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=32', 'dist/src/main.js'], {
    env: hubEnv({
      dataDir,
      env: { ...env, PORT: String(own), CONTENT_PORT: String(content) },
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  await listening(child, exited);
  const end = async (signal: NodeJS.Signals): Promise<unknown[]> => {
    if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode];
    child.kill(signal);
    return exited;
  };
  return {
    url: `http://127.0.0.1:${own}`,
    ports: { own, content },
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: async () => {
      const [code] = await end('SIGTERM');
      if (code !== 0) throw new Error(`The hub ended with ${code}.`);
    },
  };
}

/** The environment of a hub or a `hub` command that sees nothing of the caller's services. */
export function hubEnv({
  dataDir,
  env = {},
}: Pick<HubSettings, 'dataDir' | 'env'>): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    BOOTSTRAP_API_KEY: ADMIN_KEY,
    LOG_LEVEL: 'warn',
    ...env,
  };
}

async function listening(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-KEPT_OUTPUT);
        if (said.includes('Crosswalk listens on')) resolve(true);
      });
    }
  });
  const late = AbortSignal.timeout(READY_LIMIT_MS);
  const isReady = await Promise.race([
    ready,
    exited.then(() => false),
    once(late, 'abort').then(() => false),
  ]);
  if (isReady) return;
  child.kill('SIGKILL');
  throw new Error(`The hub did not start:\n${said}`);
}

/** A folder for the data of one hub. */
export async function dataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'crosswalk-hub-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
