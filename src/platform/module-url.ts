/** URL of a module beside the caller, for worker threads: `.ts` when run from source, `.js` when built. */
export function moduleUrl(relative: string, base: string): URL {
  const built = base.endsWith('.js');
  return new URL(built ? relative.replace(/\.ts$/, '.js') : relative, base);
}
