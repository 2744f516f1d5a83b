import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path/posix';

/** Installed, compiled, and the peers of conformance tests: not our sources. */
const foreign = new Set(['node_modules', 'dist', 'peers']);

/** Our files below a folder, in a stable order; a folder that is not there has none. */
export function filesBelow(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return foreign.has(entry.name) ? [] : filesBelow(path);
      return [path];
    });
}

/** Test files below these folders. */
export function findTests(folders: string[]): string[] {
  return folders.flatMap(filesBelow).filter((file) => /\.test\.tsx?$/.test(file));
}

/** Names of the folders in a folder that hold sources of ours. */
export function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !foreign.has(entry.name))
    .map(({ name }) => name)
    .sort();
}
