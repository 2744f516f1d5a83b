/**
 * A statement's place in its tenant's order: milliseconds since 1970 of `stored`, times 1000, plus a
 * count for those of the same millisecond. Fits a number until the year 2255.
 */
export type Seq = number;

const PER_MS = 1000;

/** All that can be: no bound. */
export const FIRST_SEQ: Seq = 0;
export const END_SEQ: Seq = Number.MAX_SAFE_INTEGER;

export const storedAt = (seq: Seq): Date => new Date(Math.floor(seq / PER_MS));

/** The first that may be stored at the time or later. */
export const firstAt = (ms: number): Seq => ms * PER_MS;

/** The first one stored later than the time. */
export const firstAfter = (time: Date): Seq => firstAt(time.getTime() + 1);

/** Until when all is readable, where all before a place is and the next statement takes it or a later one. */
export const consistentBefore = (next: Seq): Date => new Date(storedAt(next).getTime() - 1);

/** The place of the next statement. @param last the latest so far */
export function nextSeq(nowMs: number, last: Seq | undefined): Seq {
  return Math.max(firstAt(Math.floor(nowMs)), (last ?? FIRST_SEQ) + 1);
}
