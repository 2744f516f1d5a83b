import { parseArgs } from 'node:util';
import { runChild } from './child.ts';
import { withLrs } from './conformance-hubs.ts';
import { interruption } from './interruption.ts';
import { installPeers } from './peers.ts';
import {
  hubSettings,
  MissingServicesError,
  openServices,
  type Service,
  type Services,
} from './services/services.ts';
import { type ConformanceGroup, conformanceGroups } from './testing/conformance-groups.ts';
import { oneByOne, sideBySide } from './testing/lanes.ts';
import { runMocha } from './testing/run-mocha.ts';
import { report, sum, type Tally } from './testing/tally.ts';

const DIRECTORY = 'directory';
const stop = interruption();

/** `npm run conformance -- [STANDARD] [--grep TEXT]`: a standard is a folder of `conformance`. */
async function main(): Promise<Tally> {
  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string' } },
    allowPositionals: true,
  });
  const groups = conformanceGroups(positionals);
  const services = await openServices([
    ...(['postgres', 'redis', 'chromium'] as const),
    ...(groups.some(({ name }) => name === DIRECTORY) ? directories() : []),
  ]);
  try {
    const tallies = [await prepare()];
    const run = async (group: ConformanceGroup, output?: number) =>
      void tallies.push(await runGroup(group, { services, grep: values.grep, output }));
    await (services.areOwn ? sideBySide(groups, run) : oneByOne(groups, run));
    return sum(tallies);
  } finally {
    await services.close();
  }
}

/** Samba has no setting for its ports, which are root's: as anybody else, its tests are left out. */
function directories(): Service[] {
  return process.getuid?.() === 0 ? ['slapd', 'samba'] : ['slapd'];
}

async function runGroup(
  { title, files, lrsOn }: ConformanceGroup,
  run: { services: Services; grep: string | undefined; output: number | undefined },
): Promise<Tally> {
  const { services, grep, output } = run;
  const tests = (env: Record<string, string>) =>
    runMocha({ title, files, env, grep, output, stop });
  const env = await services.env();
  if (lrsOn === undefined) return tests(env);
  return withLrs(lrsOn === 'PGlite' ? {} : hubSettings(env), tests);
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
