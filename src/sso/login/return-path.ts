/** Where a sign-in may lead, beside where the person's role leads. */
const own = [/^\/$/, /^\/play\/home$/, /^\/start\/(decks|imports|exports)\/[\w-]{1,60}$/];

/**
 * A path of this hub that a page asked to come back to. Anything else is nothing: another site, a
 * scheme, a backslash that browsers read as a slash.
 */
export function returnPathOf(wanted: string | undefined): string | undefined {
  return wanted !== undefined && own.some((path) => path.test(wanted)) ? wanted : undefined;
}
