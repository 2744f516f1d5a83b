import { readFileSync } from 'node:fs';
import { filesBelow } from '../project-files.ts';
import { cyclesOf } from './cycles.ts';
import { violationsOf } from './rules.ts';

const folders = ['src', 'migrations', 'packages', 'bench', 'conformance', 'tools'];

/** What the project's code does against its own import rules, one readable line each. */
export function projectViolations(): string[] {
  const sources = folders
    .flatMap(filesBelow)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const cycles = cyclesOf(sources).map((cycle) => `circle: ${cycle}`);
  return [...sources.flatMap(violationsOf), ...cycles];
}
