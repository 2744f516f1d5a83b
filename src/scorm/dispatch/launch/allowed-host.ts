/** Nothing else may get into the header that says who frames the player. */
const ORIGIN = /^https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;

/**
 * The host of a page that asks, as browsers tell it in `Origin`; undefined for pages without one of
 * their own, such as sandboxed frames and files.
 */
export function hostOf(origin: string): string | undefined {
  if (!ORIGIN.test(origin) || !URL.canParse(origin)) return undefined;
  return new URL(origin).host;
}

/** `lms.example.org`, `*.example.org` for what is below it, with `:8443` only that port; none: all. */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  return allowed.length === 0 || allowed.some((pattern) => isOf(host, pattern.toLowerCase()));
}

function isOf(host: string, pattern: string): boolean {
  const asked = pattern.includes(':') ? host : host.replace(/:\d+$/, '');
  return pattern.startsWith('*.') ? asked.endsWith(pattern.slice(1)) : asked === pattern;
}
