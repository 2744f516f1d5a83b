import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'peers']);

/** Test files below these folders, in a stable order; a folder that is not there has none. */
export function findTests(folders: string[]): string[] {
  return folders.flatMap((folder) => walk(folder)).filter((file) => /\.test\.tsx?$/.test(file));
}

function walk(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(child);
      return [child];
    });
}
