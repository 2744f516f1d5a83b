import type { LrsTransaction } from '../database.ts';
import type { Seq } from '../sequence.ts';
import { intersect } from './intersect.ts';
import { entriesQuery, seqsOf } from './key-entries.ts';
import type { Listing } from './listing.ts';

/** Places of the statements that meet all conditions, at least one, in order. */
export async function findSeqs(db: LrsTransaction, listing: Listing): Promise<Seq[]> {
  const [condition = [], ...others] = listing.conditions;
  if (others.length > 0) return intersect(db, listing);
  const query = entriesQuery(db, listing);
  const limit = query.value(listing.limit);
  return seqsOf(await query.run(`select seq from ${query.entries(condition, limit)} e`));
}
