import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../child.ts';
import type { Tally } from './tally.ts';

/** A run that takes longer hangs. */
const LIMIT_MS = 25 * 60_000;

/** Services of the caller's shell; a test must only find those that its group is given. */
const cleared = {
  DATABASE_URL: undefined,
  MIGRATE_DATABASE_URL: undefined,
  REDIS_URL: undefined,
  TEST_DATABASE_URL: undefined,
  TEST_MIGRATE_DATABASE_URL: undefined,
  TEST_REDIS_URL: undefined,
};

interface MochaRun {
  title: string;
  files: string[];
  env: Record<string, string>;
  grep?: string | undefined;
  /** Default: ours; a number is a file descriptor. */
  output?: 'inherit' | 'ignore' | number;
  stop: AbortSignal;
}

/** What the reporter leaves behind. */
interface Counts {
  passed: number;
  pending: number;
  failures: string[];
}

/** Runs test files in one mocha process; a crash, a hang and an empty run are failures too. */
export async function runMocha(run: MochaRun): Promise<Tally> {
  const { passed, failures } = await mocha(run);
  return { passed, failures: failures.map((failure) => `${run.title}: ${failure}`) };
}

async function mocha({ files, env, grep, output, stop }: MochaRun): Promise<Tally> {
  if (files.length === 0) return { passed: 0, failures: ['there are no tests'] };
  const dir = await mkdtemp(join(tmpdir(), 'crosswalk-tally-'));
  try {
    const file = join(dir, 'tally.json');
    const reporter = join(import.meta.dirname, 'tally-reporter.cjs');
    const code = await runChild(
      [
        ...[process.execPath, 'node_modules/mocha/bin/mocha.js', '--reporter', reporter],
        ...(grep ? ['--grep', grep] : []),
        ...files,
      ],
      {
        output,
        env: { ...cleared, ...env, TALLY_FILE: file },
        stop: AbortSignal.any([stop, AbortSignal.timeout(LIMIT_MS)]),
      },
    );
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (!text) return { passed: 0, failures: [`mocha ended without a report (exit ${code})`] };
    const counts: Counts = JSON.parse(text);
    return { passed: counts.passed, failures: failuresOf(counts, code, grep !== undefined) };
  } finally {
    await rm(dir, { recursive: true });
  }
}

function failuresOf(counts: Counts, code: number, mayBeEmpty: boolean): string[] {
  const { passed, pending, failures } = counts;
  const skipped = isCi() ? Array<string>(pending).fill('a test was skipped') : [];
  const all = [...failures, ...skipped];
  if (all.length > 0) return all;
  if (code !== 0) return [`mocha ended with exit ${code}`];
  return passed > 0 || mayBeEmpty ? [] : ['no test was executed'];
}

function isCi(): boolean {
  return Boolean(process.env.CI) && process.env.CI !== 'false';
}
