import type { LrsTransaction } from '../database.ts';
import type { Key } from '../key.ts';
import type { Seq } from '../sequence.ts';
import type { Listing } from './listing.ts';

/** How the entries of a condition lie at the beginning of a listing. */
export interface Extent {
  /** Keys of the condition that have entries at all. */
  keys: Key[];
  /** Whether there are no more entries than were looked at. */
  isComplete: boolean;
  /** The first entry in the listing's order. */
  first: Seq;
  /** Up to where all entries were looked at. */
  last: Seq;
  /** Entries in each unit of `seq`. */
  density: number;
}

interface Sample {
  key: Key;
  isComplete: boolean;
  first: Seq;
  last: Seq;
  density: number;
}

/**
 * Looks at the first entries of each key of a listing. Undefined when a condition has none.
 * @param size how many entries of a key are looked at
 */
export async function measure(
  db: LrsTransaction,
  listing: Listing,
  size: number,
): Promise<Extent[] | undefined> {
  const samples = await readSamples(db, listing, size);
  const extents: Extent[] = [];
  for (const keys of listing.conditions) {
    const extent = extentOf(
      keys.flatMap((key) => samples.get(key) ?? []),
      listing,
    );
    if (!extent) return undefined;
    extents.push(extent);
  }
  return extents;
}

async function readSamples(
  db: LrsTransaction,
  { conditions, from, before, ascending }: Listing,
  size: number,
): Promise<Map<Key, Sample>> {
  const { rows } = await db.query<{ key: Key; count: number; low: string; high: string }>(
    `select x.key::text, s.* from unnest($4::bigint[]) as x(key) cross join lateral (
       select count(*)::int as count, min(seq) as low, max(seq) as high from (
         select seq from statement_key k where k.tenant_id = $1 and k.key = x.key
           and k.seq >= $2 and k.seq < $3
         order by seq ${ascending ? 'asc' : 'desc'} limit $5) e) s
     where s.count > 0`,
    [db.tenantId, from, before, [...new Set(conditions.flat())], size],
    'kept',
  );
  return new Map(
    rows.map(({ key, count, low, high }) => {
      const [least, greatest] = [Number(low), Number(high)];
      const [first, last] = ascending ? [least, greatest] : [greatest, least];
      const density = count / (greatest - least + 1);
      return [key, { key, isComplete: count < size, first, last, density }];
    }),
  );
}

function extentOf(samples: readonly Sample[], { ascending }: Listing): Extent | undefined {
  if (samples.length === 0) return undefined;
  const earliest = (seqs: Seq[]) => (ascending ? Math.min(...seqs) : Math.max(...seqs));
  const cut = samples.filter(({ isComplete }) => !isComplete);
  return {
    keys: samples.map(({ key }) => key),
    isComplete: cut.length === 0,
    first: earliest(samples.map(({ first }) => first)),
    last: earliest((cut.length > 0 ? cut : samples).map(({ last }) => last)),
    density: samples.reduce((sum, { density }) => sum + density, 0),
  };
}

/** The listing from the first place on that can meet all conditions. */
export function startAtAll(listing: Listing, extents: readonly Extent[]): Listing {
  const firsts = extents.map(({ first }) => first);
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
