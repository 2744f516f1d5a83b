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

/**
 * SQL of the place of the tenant's next statement, who is `$1`; true only under its write lock.
 * @param ms SQL of the time in milliseconds since 1970; null: as if it stood still
 */
export const nextSeqSql = (ms: string): string =>
  `coalesce(greatest(floor(${ms})::bigint * ${PER_MS},
     1 + (select seq from statement where tenant_id = $1 order by seq desc limit 1)), ${FIRST_SEQ})`;

export const CLOCK_SQL = 'extract(epoch from clock_timestamp()) * 1000';
