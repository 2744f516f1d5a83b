import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findTests } from '../../../tools/project-files.ts';

const FOLDERS = ['conformance/cmi5', 'src/scorm/cmi5'];
const LIST = 'conformance/peers/node_modules/@cmi5/requirements/requirements.json';

/** As titles of tests name them: `9.3.0.0-4`, `9.3.0.0-4 (d2)`. */
const ID = /\b\d+\.\d+\.\d+\.\d+-\d+(?: \(d\d?\))?/g;

/** Ids of all requirements of cmi5, as npm `@cmi5/requirements` lists them. */
export function allRequirements(): string[] {
  return Object.keys(JSON.parse(readFileSync(LIST, 'utf8')));
}

/** Names of the files with tests that carry the id, by the id. */
export function provenBy(): Map<string, string[]> {
  const proven = new Map<string, string[]>();
  for (const file of findTests(FOLDERS)) {
    const text = readFileSync(file, 'utf8');
    for (const id of new Set(text.match(ID))) {
      proven.set(id, [...(proven.get(id) ?? []), basename(file)]);
    }
  }
  return proven;
}
