/** Reads a `.dockerignore` with `*` and `**`; the answer tells whether a path stays out. */
export function dockerIgnore(text: string): (path: string) => boolean {
  const patterns = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .map(toPattern);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** Unlike git's, a pattern is anchored to the root; it covers all that is below its match. */
function toPattern(line: string): RegExp {
  const escaped = line.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const wildcards = escaped.replace(/\*\*\/|\*/g, (match) => (match === '*' ? '[^/]*' : '(.*/)?'));
  return new RegExp(`^${wildcards}(/|$)`);
}
