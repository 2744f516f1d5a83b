import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

export interface WorkerOptions {
  databaseUrl: string;
  redisUrl: string | undefined;
  queueName: string;
  kind: string;
  handler: 'apply' | 'hangBeforeCommit' | 'applyWhenTold';
  concurrency: number;
  leaseMs: number;
  pollMs: number;
  graceMs: number;
  /** Yearly ones, each of which applies its name as an effect in the tenant. */
  schedules: { name: string; tenantId: string }[];
}

export interface WorkerProcess {
  tell(line: 'start' | 'go'): void;
  /** The lines it has said. */
  said: readonly string[];
  says(line: string): Promise<unknown>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  /** Its exit code, null when a signal killed it. */
  exited: Promise<number | null>;
}

/** Starts `process.worker.ts`; resolves when it is ready to be told to start. */
export async function spawnWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const program = fileURLToPath(new URL('./process.worker.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', program, JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let text = '';
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n');
    text = parts.pop() ?? '';
    said.push(...parts);
  });
  const worker: WorkerProcess = {
    tell: (line) => void child.stdin.write(`${line}\n`),
    said,
    says: (line) => until(`a worker says "${line}"`, () => said.includes(line), 20_000),
    signal: (name) => void child.kill(name),
    exited: once(child, 'exit').then(([code]) => code),
  };
  try {
    await worker.says('ready');
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return worker;
}
