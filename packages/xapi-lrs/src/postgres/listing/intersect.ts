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
    const seqs = await take(db, rest, step);
    found.push(...seqs);
    if (seqs.length === rest.limit || step.candidates === undefined) return found;
    const end = await lastCandidate(db, rest, step);
    if (end === undefined) return found;
    rest = listingAfter(rest, end);
  }
}

async function take(db: LrsTransaction, listing: Listing, step: Step): Promise<Seq[]> {
  const query = entriesQuery(db, listing);
  const probes = step.probed.map((keys) => ` and (${query.probe(keys, 'c.seq')})`);
  const rows = await query.run(
    `select seq from (${candidates(query, step)}) c where true${probes.join('')}
     order by seq ${query.direction} limit ${query.value(listing.limit)}`,
  );
  return seqsOf(rows);
}

/** The last of the step's candidates, if there may be more behind it. */
async function lastCandidate(
  db: LrsTransaction,
  listing: Listing,
  step: Step,
): Promise<Seq | undefined> {
  const query = entriesQuery(db, listing);
  const offset = query.value((step.candidates ?? 0) - 1);
  const rows = await query.run(`select seq from (${candidates(query, step)}) c offset ${offset}`);
  return seqsOf(rows)[0];
}

/** A query: what the walk finds, in order. Its limit keeps probes from being made before the walk. */
function candidates(query: EntriesQuery, { walked, candidates }: Step): string {
  const [first, ...others] = walked.map((keys, i) => `${query.entries(keys, 'all')} c${i}`);
  const joined = others.map((each, i) => `join ${each} on c${i + 1}.seq = c0.seq`);
  const limit = candidates === undefined ? 'offset 0' : `limit ${query.value(candidates)}`;
  return `select c0.seq from ${first} ${joined.join(' ')} order by c0.seq ${query.direction} ${limit}`;
}
