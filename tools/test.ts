import { parseArgs } from 'node:util';
import { runChild } from './child.ts';
import { interruption } from './interruption.ts';
import { findTests } from './project-files.ts';
import { hubSettings, MissingServicesError, openServices } from './services/services.ts';
import { groups, type TestGroup } from './testing/groups.ts';
import { oneByOne, sideBySide } from './testing/lanes.ts';
import { runMocha } from './testing/run-mocha.ts';
import { report, sum, type Tally } from './testing/tally.ts';

const usage = `npm test -- [--only ${groups.map((group) => group.name).join('|')}] [--grep TEXT]`;
const stop = interruption();

async function main(): Promise<Tally> {
  const { only, grep } = parseArgs({
    options: { only: { type: 'string' }, grep: { type: 'string' } },
  }).values;
  const chosen = groups.filter((group) => !only || group.name === only);
  if (chosen.length === 0) throw new MissingServicesError(usage);
  const services = await openServices([...new Set(chosen.flatMap((group) => group.needs))]);
  try {
    const tallies = [await build(chosen)];
    const run = async (group: TestGroup, output?: number) =>
      void tallies.push(await runGroup(group, { testEnv: await services.env(), grep, output }));
    await (services.areOwn ? sideBySide(chosen, run) : oneByOne(chosen, run));
    const total = sum(tallies);
    if (stop.aborted) total.failures.push('interrupted');
    if (total.passed === 0 && total.failures.length === 0) total.failures.push('no test matches');
    return total;
  } finally {
    await services.close();
  }
}

/** Tests of sources need the packages' bundles; those of processes the compiled hub as well. */
async function build(chosen: TestGroup[]): Promise<Tally> {
  const script = chosen.some((group) => group.built) ? 'build' : 'build:packages';
  const code = await runChild(['npm', 'run', '--silent', script], { stop });
  return { passed: 0, failures: code === 0 ? [] : [`npm run ${script} failed`] };
}

interface GroupRun {
  testEnv: Record<string, string>;
  grep: string | undefined;
  output: number | undefined;
}

async function runGroup(group: TestGroup, { testEnv, grep, output }: GroupRun): Promise<Tally> {
  const { title, includes } = group;
  const files = findTests(['src', 'packages', 'tools', 'bench', 'test']).filter(includes);
  return runMocha({ title, files, env: envOf(group, testEnv), grep, output, stop });
}

/** Hubs that tests start are given their database on purpose, so none is in the air there. */
function envOf(group: TestGroup, testEnv: Record<string, string>): Record<string, string> {
  if (group.needs.length === 0) return {};
  return group.built ? testEnv : { ...testEnv, ...hubSettings(testEnv) };
}

try {
  report(await main());
} catch (error) {
  if (!(error instanceof MissingServicesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
