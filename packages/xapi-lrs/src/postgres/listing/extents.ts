import type { LrsTransaction } from '../database.ts';
import type { Seq } from '../sequence.ts';
import { entriesQuery } from './key-entries.ts';
import type { Listing } from './listing.ts';

/** How a condition's entries lie at the beginning of a listing. */
export interface Extent {
  /** Place in the listing's conditions. */
  condition: number;
  /** Whether there are no more entries than were looked at. */
  isComplete: boolean;
  /** The first one in the listing's order; undefined when there is none. */
  first: Seq | undefined;
  /** The last one that was looked at. */
  last: Seq;
  /** Distance from one entry to the next, on average. */
  gap: number;
}

/** @param sample how many of each condition's first entries are looked at */
export async function measure(
  db: LrsTransaction,
  listing: Listing,
  sample: number,
): Promise<Extent[]> {
  const query = entriesQuery(db, listing);
  const limit = query.value(sample);
  const samples = listing.conditions.map(
    (
      keys,
      i,
    ) => `select ${i} as condition, count(*)::int as count, min(seq) as low, max(seq) as high
      from ${query.entries(keys, limit)} s`,
  );
  const rows = await query.run<{ condition: number; count: number; low: string; high: string }>(
    samples.join(' union all '),
  );
  return rows.map(({ condition, count, low, high }) => {
    const [least, greatest] = [Number(low), Number(high)];
    const [first, last] = listing.ascending ? [least, greatest] : [greatest, least];
    return {
      condition,
      isComplete: count < sample,
      first: count === 0 ? undefined : first,
      last,
      gap: count === 0 ? Number.POSITIVE_INFINITY : (greatest - least + 1) / count,
    };
  });
}

/** The listing from the first place on that can meet all conditions; undefined when none can. */
export function startAtAll(listing: Listing, extents: readonly Extent[]): Listing | undefined {
  const firsts: Seq[] = [];
  for (const { first } of extents) {
    if (first === undefined) return undefined;
    firsts.push(first);
  }
  return listing.ascending
    ? { ...listing, from: Math.max(...firsts) }
    : { ...listing, before: Math.min(...firsts) + 1 };
}

/** Whether all that was looked at lies before the listing begins, and more behind. */
export function isPassed(
  { isComplete, last }: Extent,
  { from, before, ascending }: Listing,
): boolean {
  return !isComplete && (ascending ? last < from : last >= before);
}
