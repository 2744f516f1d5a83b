import { runCli } from './command.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
}

process.exitCode = await runCli(process.argv.slice(2), {
  signal: interrupted.signal,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
