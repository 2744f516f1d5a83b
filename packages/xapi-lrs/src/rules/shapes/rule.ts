/** What breaks a rule, and where. */
export interface Fault {
  /** Keys from the place of the fault outwards. */
  path: (string | number)[];
  /** What is there; goes on a sentence that begins with the place. */
  found: string;
  expected: string;
  /** Requirement of the public conformance suite, or a section of the standard. */
  requirement: string;
}

/**
 * Undefined for a value that keeps the rule. Rules build no paths: a fault collects its place on the
 * way out, so that statements without one cost nothing.
 */
export type Rule = (value: unknown) => Fault | undefined;

export function fault(found: string, expected: string, requirement: string): Fault {
  return { path: [], found, expected, requirement };
}

/** The fault, one level further out. */
export function under(key: string | number, inner: Fault): Fault {
  inner.path.push(key);
  return inner;
}

/** A value that is not what was expected. */
export function misfit(value: unknown, expected: string, requirement: string): Fault {
  // xAPI 1.0.3 data 2.2: no null except in extensions.
  if (value === null) return fault('is null', expected, 'XAPI-00001');
  return fault(`is ${shown(value)}`, expected, requirement);
}

const longestShown = 60;

/** A value as messages show it: short ones whole. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    const cut = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
    return JSON.stringify(cut);
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON Pointer (RFC 6901) to a fault; overlong keys are cut. */
export function pointerOf({ path }: Fault): string {
  return path
    .map((key) => `/${String(key).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .reverse()
    .join('');
}
