import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runChild } from './child.ts';
import { interruption } from './interruption.ts';
import { findTests } from './project-files.ts';
import { MissingServicesError, openServices } from './services/services.ts';
import { runMocha } from './testing/run-mocha.ts';
import { report, type Tally } from './testing/tally.ts';

const PEERS = 'conformance/peers';
const stop = interruption();

/** `npm run conformance -- [STANDARD] [--grep TEXT]`: a standard is a folder of `conformance`. */
async function main(): Promise<Tally> {
  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string' } },
    allowPositionals: true,
  });
  const services = await openServices(['postgres', 'redis', 'chromium']);
  try {
    await prepare();
    const folders = positionals.length > 0 ? positionals : [''];
    return await runMocha({
      title: 'Conformance',
      files: findTests(folders.map((folder) => `conformance/${folder}`)),
      env: await services.env(),
      grep: values.grep,
      stop,
    });
  } finally {
    await services.close();
  }
}

/** Peers have a lockfile of their own, so that the hub's install stays free of them. */
async function prepare(): Promise<void> {
  if (existsSync(`${PEERS}/package-lock.json`) && !existsSync(`${PEERS}/node_modules`)) {
    await mustRun(['npm', 'ci', '--prefix', PEERS]);
  }
  await mustRun(['npm', 'run', '--silent', 'build']);
}

async function mustRun(command: string[]): Promise<void> {
  if ((await runChild(command, { stop })) !== 0) throw new Error(`${command.join(' ')} failed`);
}

try {
  report(await main());
} catch (error) {
  if (!(error instanceof MissingServicesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
