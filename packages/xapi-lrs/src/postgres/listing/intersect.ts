import type { LrsTransaction } from '../database.ts';
import type { Seq } from '../sequence.ts';
import { isPassed, measure, startAtAll } from './extents.ts';
import { type EntriesQuery, entriesQuery, seqsOf } from './key-entries.ts';
import { type Listing, listingAfter } from './listing.ts';
import { type Effort, planStep, type Step, walkAll } from './step.ts';

const usual: Effort = { sample: 250, candidates: 4000, rounds: 4, probeCost: 13 };

/**
 * Places of the statements that meet several conditions. PostgreSQL could plan that itself, but knows
 * nothing of how a key's entries lie: now and then the same list would take seconds.
 */
export async function intersect(
  db: LrsTransaction,
  listing: Listing,
  effort = usual,
): Promise<Seq[]> {
  const found: Seq[] = [];
  let rest = listing;
  for (let round = 1; ; round += 1) {
    const extents = await measure(db, rest, effort.sample);
    if (!extents) return found;
    rest = { ...startAtAll(rest, extents), limit: listing.limit - found.length };
    const isLast = round >= effort.rounds;
    if (!isLast && extents.some((extent) => isPassed(extent, rest))) continue;
    const step = isLast ? walkAll(extents) : planStep(extents, effort);
    const { seqs, end } = await take(db, rest, step);
    found.push(...seqs);
    if (seqs.length === rest.limit || end === undefined) return found;
    rest = listingAfter(rest, end);
  }
}

/** Takes a step; `end`: the last candidate, if there may be more behind it. */
async function take(
  db: LrsTransaction,
  listing: Listing,
  step: Step,
): Promise<{ seqs: Seq[]; end: Seq | undefined }> {
  const query = entriesQuery(db, listing);
  const last = step.candidates === undefined ? 'null' : query.value(step.candidates);
  const probes = step.probed.map((keys) => `(${query.probe(keys, 'c.seq')})`);
  const rows = await query.run<{ place: string; hit: boolean | null }>(
    `select seq, place, hit from (
       select c.seq, c.place, ${probes.join(' and ') || 'true'} as hit
       from (${candidatesOf(query, step)}) c offset 0) c
     where hit or place = ${last} limit ${query.value(listing.limit + 1)}`,
  );
  return {
    seqs: seqsOf(rows.filter(({ hit }) => hit)).slice(0, listing.limit),
    end: seqsOf(rows.filter(({ place }) => Number(place) === step.candidates))[0],
  };
}

/** A query: what the walk finds, in order. Its limit keeps probes from being made before the walk. */
function candidatesOf(query: EntriesQuery, { walked, candidates }: Step): string {
  const [first, ...others] = walked.map((keys, i) => `${query.entries(keys, 'all')} c${i}`);
  const joined = others.map((each, i) => `join ${each} on c${i + 1}.seq = c0.seq`);
  const order = `order by c0.seq ${query.direction}`;
  const limit = candidates === undefined ? 'offset 0' : `limit ${query.value(candidates)}`;
  return `select c0.seq, row_number() over (${order}) as place
    from ${first} ${joined.join(' ')} ${order} ${limit}`;
}
