/** What a case came to. */
export type Outcome =
  | { result: 'passed' }
  | { result: 'failed'; reason: string }
  | { result: 'not offered'; reason: string };

/** Something that the case wants and that did not happen. */
export class UnmetError extends Error {
  override name = 'UnmetError';
}

export function want(holds: boolean, what: string): void {
  if (!holds) throw new UnmetError(what);
}
