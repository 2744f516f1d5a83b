import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'conformance/cmi5';
const LIST = 'conformance/peers/node_modules/@cmi5/requirements/requirements.json';

/** As titles of tests name them: `9.3.0.0-4`, `9.3.0.0-4 (d2)`. */
const ID = /\b\d+\.\d+\.\d+\.\d+-\d+(?: \(d\d?\))?/g;

/** Ids of all requirements of cmi5, as npm `@cmi5/requirements` lists them. */
export function allRequirements(): string[] {
  return Object.keys(JSON.parse(readFileSync(LIST, 'utf8')));
}

/** Files with tests that carry the id, by the id. */
export function provenBy(): Map<string, string[]> {
  const proven = new Map<string, string[]>();
  const files = readdirSync(FOLDER).filter(
    (name) => name.endsWith('.test.ts') && name !== 'requirements.test.ts',
  );
  for (const file of files.sort()) {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    for (const id of new Set(text.match(ID))) {
      proven.set(id, [...(proven.get(id) ?? []), file]);
    }
  }
  return proven;
}
