import { dirname, join } from 'node:path/posix';

export interface Source {
  /** Relative to the project, with forward slashes. */
  path: string;
  text: string;
}

const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const specifiers = [
  /^\s*(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
];
const workers = [/\bmoduleUrl\(\s*['"]([^'"]+)['"]/g];

/** What a file imports: other files as paths relative to the project, packages by their name. */
export function importsOf(source: Source): string[] {
  return targetsOf(source, specifiers);
}

/** Files that a file starts as worker threads. */
export function workersOf(source: Source): string[] {
  return targetsOf(source, workers);
}

function targetsOf({ path, text }: Source, patterns: RegExp[]): string[] {
  const code = withoutComments(text);
  const found = patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, s]) => s ?? ''));
  return [...new Set(found)].map((specifier) =>
    specifier.startsWith('.') ? join(dirname(path), specifier) : specifier,
  );
}

export function withoutComments(text: string): string {
  return text.replace(comments, '');
}
