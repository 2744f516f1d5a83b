import { runChild } from './child.ts';
import { interruption } from './interruption.ts';
import { report, type Tally } from './testing/tally.ts';

const stop = interruption();

const checks: [title: string, command: string[]][] = [
  ['Build', ['npm', 'run', '--silent', 'build']],
  ['Types', ['npx', 'tsc', '-p', 'tsconfig.json']],
  ['Format and lint', ['npx', 'biome', 'ci', '--colors=off']],
  ['Unused files, exports and dependencies', ['npx', 'knip']],
  ['Import boundaries', ['npx', 'tsx', 'tools/boundaries/main.ts']],
];

/** Each check counts as one. */
async function main(): Promise<Tally> {
  const total: Tally = { passed: 0, failures: [] };
  for (const [title, command] of checks) {
    console.log(`\n# ${title}`);
    const code = await runChild(command, { stop });
    if (code === 0) total.passed += 1;
    else total.failures.push(`${title}: ${command.join(' ')} ended with exit ${code}`);
  }
  return total;
}

report(await main());
