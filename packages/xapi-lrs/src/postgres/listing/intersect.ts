import type { LrsTransaction } from '../database.ts';
import type { Seq } from '../sequence.ts';
import { isPassed, measure, startAtAll } from './extents.ts';
import { entriesQuery, seqsOf } from './key-entries.ts';
import { type Listing, listingAfter } from './listing.ts';
import { type Effort, planStep, type Step, walkAll } from './step.ts';

const usual: Effort = { sample: 500, candidates: 4000, rounds: 4, probeCost: 13 };

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
    const common = startAtAll(rest, extents);
    if (!common) return found;
    rest = { ...common, limit: listing.limit - found.length };
    const isLast = round >= effort.rounds;
    if (!isLast && extents.some((extent) => isPassed(extent, rest))) continue;
    const step = isLast ? walkAll(rest.conditions) : planStep(rest.conditions, extents, effort);
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
  const limit = step.candidates === undefined ? 'all' : query.value(step.candidates);
  const [first, ...others] = step.walked.map((keys, i) => `${query.entries(keys, limit)} c${i}`);
  const joined = others.map((each, i) => `join ${each} on c${i + 1}.seq = c0.seq`);
  const probes = step.probed.map((keys) => ` and (${query.probe(keys, 'c.seq')})`);
  // The offset keeps the probes from being made before the join.
  const text = `select seq from (select c0.seq from ${first} ${joined.join(' ')}
      order by c0.seq ${query.direction} offset 0) c where true${probes.join('')}
    order by seq ${query.direction} limit ${query.value(listing.limit)}`;
  if (others.length === 0) return seqsOf(await query.run(text));
  // Only merging reads sorted entries no further than needed.
  const [, rows] = await Promise.all([
    db.query(`select set_config('enable_nestloop', 'off', true),
      set_config('enable_hashjoin', 'off', true)`),
    query.run<{ seq: Seq | string }>(text),
    db.query('set local enable_nestloop to default'),
    db.query('set local enable_hashjoin to default'),
  ]);
  return seqsOf(rows);
}

/** The last of the step's candidates, if there may be more behind it. */
async function lastCandidate(
  db: LrsTransaction,
  listing: Listing,
  { walked: [keys = []], candidates = 0 }: Step,
): Promise<Seq | undefined> {
  const query = entriesQuery(db, listing);
  const rows = await query.run<{ seq: Seq | string }>(
    `select seq from ${query.entries(keys, query.value(candidates))} c
     offset ${query.value(candidates - 1)}`,
  );
  return seqsOf(rows)[0];
}
