/** The files of a package, below the folder its description lies in. */
export interface PackageFiles {
  /** As the package spells it; found in whatever case, as on the hosts that much content was made for. */
  find(path: string): string | undefined;
}

export function packageFiles(paths: Iterable<string>): PackageFiles {
  const byKey = new Map([...paths].map((path) => [pathKey(path), path]));
  return { find: (path) => byKey.get(pathKey(path)) };
}

/** Of a description that came by itself. */
export const noFiles: PackageFiles = { find: () => undefined };

/** What a path is found by: much content was only ever served by hosts that do not mind its case. */
export function pathKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
