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
  /\bmoduleUrl\(\s*['"]([^'"]+)['"]/g,
];

/** What a file imports: other files as paths relative to the project, packages by their name. */
export function importsOf({ path, text }: Source): string[] {
  const code = withoutComments(text);
  const found = specifiers.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, s]) => s ?? ''),
  );
  return [...new Set(found)].map((specifier) =>
    specifier.startsWith('.') ? join(dirname(path), specifier) : specifier,
  );
}

export function withoutComments(text: string): string {
  return text.replace(comments, '');
}
