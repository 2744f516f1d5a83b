import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type ScriptProcess = ChildProcessByStdio<Writable, Readable, null>;

/** A TypeScript file in a process of its own, its argument as JSON. */
export function startScript(url: URL, argument: object, stop: AbortSignal): ScriptProcess {
  stop.throwIfAborted();
  const program = fileURLToPath(url);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', program, JSON.stringify(argument)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  endAt(stop, child);
  return child;
}

/** Ends the process when the bench is to stop. */
export function endAt(stop: AbortSignal, child: ChildProcess): void {
  const onStop = () => void child.kill();
  stop.addEventListener('abort', onStop);
  child.once('exit', () => stop.removeEventListener('abort', onStop));
}

/** What the script printed; throws when it fails. */
export async function outputOf(url: URL, argument: object, stop: AbortSignal): Promise<string> {
  const child = startScript(url, argument, stop);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${url.pathname} ended with ${code}.`);
  return said;
}

/** Resolves when the script has said the line; throws when it ends before. */
export async function says(child: ScriptProcess, line: string): Promise<void> {
  let said = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.split('\n').includes(line)) {
      child.stdout.resume();
      return;
    }
  }
  throw new Error(`A process ended before it said "${line}".`);
}

export async function end(child: ScriptProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
