import { join } from 'node:path/posix';
import { findTests, foldersIn } from '../project-files.ts';
import { MissingServicesError } from '../services/services.ts';
import type { Group } from './lanes.ts';

const FOLDER = 'conformance';
const XAPI = 'xapi';

export interface ConformanceGroup extends Group {
  files: string[];
  /** The database of a hub whose LRS the tests ask, instead of what they start themselves. */
  lrsOn?: 'PGlite' | 'PostgreSQL';
}

/** Of each standard that is not named: 1. */
const minutes: Record<string, number> = { scorm: 5, lti: 4, cmi5: 3, sso: 2, directory: 2 };

/** @param asked standards; none: all. @throws MissingServicesError where there is no such folder */
export function conformanceGroups(asked: readonly string[]): ConformanceGroup[] {
  const all = foldersIn(FOLDER);
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    throw new MissingServicesError(`${FOLDER} has no folder ${unknown.join(', ')}`);
  }
  const standards = all.filter((name) => asked.length === 0 || asked.includes(name));
  return standards.flatMap((name): ConformanceGroup[] => {
    const files = findTests([join(FOLDER, name)]);
    const own = { name, title: `Conformance: ${name}`, minutes: minutes[name] ?? 1, files };
    return name === XAPI ? [own, ...lrsGroups(files)] : [own];
  });
}

/** What the LRS package promises, asked of hubs too. */
function lrsGroups(files: string[]): ConformanceGroup[] {
  return (['PGlite', 'PostgreSQL'] as const).map((lrsOn) => ({
    name: `${XAPI}-${lrsOn}`,
    title: `The LRS of a hub on ${lrsOn}`,
    minutes: 1,
    // Tests of clients start hubs of their own.
    files: files.filter((file) => !file.includes('clients')),
    lrsOn,
  }));
}
