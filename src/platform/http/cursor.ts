import { Problem } from './problem.ts';

/** Where a page of a list ends, as the opaque text that clients hand back. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws Problem 400 for a cursor that this API did not make */
export function decodeCursor(cursor: string | undefined): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPosition = (part: unknown) => typeof part === 'string' || typeof part === 'number';
    if (Array.isArray(position) && position.every(isPosition)) return position;
  } catch {
    // falls through to the same answer
  }
  throw new Problem(400, 'invalid_cursor', {
    detail: 'This cursor was not made by this list. Start again without a cursor.',
    errors: [{ in: 'query', pointer: '/cursor', detail: 'unknown cursor' }],
  });
}
