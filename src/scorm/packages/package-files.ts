/** The files of a package, below the folder its description lies in. */
export interface PackageFiles {
  /** As the package spells it; found in whatever case, as on the hosts that much content was made for. */
  find(path: string): string | undefined;
}

export function packageFiles(paths: Iterable<string>): PackageFiles {
  const byKey = new Map([...paths].map((path) => [keyOf(path), path]));
  return { find: (path) => byKey.get(keyOf(path)) };
}

/** Of a description that came by itself. */
export const noFiles: PackageFiles = { find: () => undefined };

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
