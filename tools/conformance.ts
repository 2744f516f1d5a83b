import { join } from 'node:path/posix';
import { parseArgs } from 'node:util';
import { runChild } from './child.ts';
import { withLrs } from './conformance-hubs.ts';
import { interruption } from './interruption.ts';
import { installPeers } from './peers.ts';
import { findTests } from './project-files.ts';
import {
  hubSettings,
  MissingServicesError,
  openServices,
  type Service,
  type Services,
} from './services/services.ts';
import { runMocha } from './testing/run-mocha.ts';
import { report, sum, type Tally } from './testing/tally.ts';

const XAPI = 'xapi';
const DIRECTORY = 'directory';
const stop = interruption();

/** `npm run conformance -- [STANDARD] [--grep TEXT]`: a standard is a folder of `conformance`. */
async function main(): Promise<Tally> {
  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string' } },
    allowPositionals: true,
  });
  const folders = positionals.length > 0 ? positionals : [''];
  const isAsked = (standard: string) =>
    folders.some((folder) => folder === '' || folder === standard);
  const services = await openServices([
    ...(['postgres', 'redis', 'chromium'] as const),
    ...(isAsked(DIRECTORY) ? directories() : []),
  ]);
  try {
    const prepared = await prepare();
    const tests = await runMocha({
      title: 'Conformance',
      files: findTests(folders.map((folder) => join('conformance', folder))),
      env: await services.env(),
      grep: values.grep,
      stop,
    });
    const hubs = isAsked(XAPI) ? await lrsTests(services, values.grep) : [];
    return sum([prepared, tests, ...hubs]);
  } finally {
    await services.close();
  }
}

/** Samba has no setting for its ports, which are root's: as anybody else, its tests are left out. */
function directories(): Service[] {
  return process.getuid?.() === 0 ? ['slapd', 'samba'] : ['slapd'];
}

/** What the LRS package promises, asked of hubs too: over the embedded database and PostgreSQL. */
async function lrsTests(services: Services, grep: string | undefined): Promise<Tally[]> {
  const databases = {
    'a hub on the embedded database': async () => ({}),
    'a hub on PostgreSQL': async () => hubSettings(await services.env()),
  };
  // Tests of clients start hubs of their own.
  const files = findTests([join('conformance', XAPI)]).filter((file) => !file.includes('clients'));
  const tallies: Tally[] = [];
  for (const [name, settings] of Object.entries(databases)) {
    tallies.push(
      await withLrs(await settings(), (env) =>
        runMocha({ title: `The LRS of ${name}`, files, env, grep, stop }),
      ),
    );
  }
  return tallies;
}

async function prepare(): Promise<Tally> {
  const failures: string[] = [];
  const build = await runChild(['npm', 'run', '--silent', 'build'], { stop });
  if (build !== 0) failures.push('The build failed');
  if ((await installPeers(stop)) === 'failed') failures.push('The peers could not be installed');
  return { passed: 0, failures };
}

try {
  report(await main());
} catch (error) {
  if (!(error instanceof MissingServicesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
