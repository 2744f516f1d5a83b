import { isUuid } from '../crypto/uuid.ts';
import { Problem } from './problem.ts';

/** What a position is made of: the types of the columns that a list is ordered by. */
interface PartTypes {
  id: string;
  int4: number;
  int8: number;
}

const isPart: Record<keyof PartTypes, (part: unknown) => boolean> = {
  id: (part) => typeof part === 'string' && isUuid(part),
  int4: (part) => Number.isInteger(part) && Math.abs(Number(part)) < 2 ** 31,
  int8: (part) => Number.isSafeInteger(part),
};

type Position<K extends readonly (keyof PartTypes)[]> = {
  -readonly [I in keyof K]: PartTypes[K[I]];
};

/** Where a page of a list ends, as the opaque text that clients hand back. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * The position that a cursor holds; undefined without one.
 * @throws Problem 400 for a cursor that the list did not make
 */
export function decodeCursor<const K extends readonly (keyof PartTypes)[]>(
  cursor: string | undefined,
  parts: K,
): Position<K> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (isPosition(position, parts)) return position;
  } catch {
    // falls through to the same answer
  }
  throw new Problem(400, 'invalid_cursor', {
    detail: 'This cursor was not made by this list. Start again without a cursor.',
    errors: [{ in: 'query', pointer: '/cursor', detail: 'unknown cursor' }],
  });
}

function isPosition<K extends readonly (keyof PartTypes)[]>(
  position: unknown,
  parts: K,
): position is Position<K> {
  return (
    Array.isArray(position) &&
    position.length === parts.length &&
    parts.every((kind, i) => isPart[kind](position[i]))
  );
}
