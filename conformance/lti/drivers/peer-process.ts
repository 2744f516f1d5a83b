import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ControlRequest, PeerUrls } from '../peers/peer-app.ts';

export interface PeerProcess {
  urls: PeerUrls;
  /** Throws what the peer threw, and when it does not answer in time. */
  ask(request: ControlRequest): Promise<unknown>;
  close(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
/** ltijs makes an RSA key of 4096 bits for each platform. */
const REGISTER_LIMIT_MS = 60_000;
const ACT_LIMIT_MS = 8_000;

/** A peer in a process of its own: ltijs ends its process when it dislikes something. */
export async function startPeer(script: URL, args: string[]): Promise<PeerProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', fileURLToPath(script), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const urls = await ready(child, () => said);
  return {
    urls,
    ask: async (request) => {
      const limit = 'register' in request ? REGISTER_LIMIT_MS : ACT_LIMIT_MS;
      const response = await fetch(urls.control, {
        method: 'POST',
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(limit),
      });
      const answer: unknown = await response.json();
      if (isFailure(answer)) throw new Error(answer.error);
      return isValue(answer) ? answer.value : undefined;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function ready(child: ChildProcess, said: () => string): Promise<PeerUrls> {
  if (!child.stdout) throw new Error('A peer without output.');
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('ready ')) {
        child.stdout.resume();
        return JSON.parse(line.slice('ready '.length));
      }
    }
  } finally {
    clearTimeout(limit);
  }
  throw new Error(`A peer did not start:\n${said()}`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isFailure = (value: unknown): value is { error: string } =>
  isRecord(value) && typeof value.error === 'string';
const isValue = (value: unknown): value is { value: unknown } =>
  isRecord(value) && 'value' in value;
