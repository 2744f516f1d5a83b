import type { LrsTransaction } from '../database.ts';
import { END_SEQ, FIRST_SEQ, firstAt, type Seq } from '../sequence.ts';
import { findSeqs } from './find-seqs.ts';
import { findPage, type PlacedStatement } from './find-statements.ts';
import { type Listing, listingOf } from './listing.ts';

/** Which statements are wanted: of each list that is given, one of its entries has to match. */
export interface Selection {
  verbs?: readonly string[] | undefined;
  activities?: readonly string[] | undefined;
  /** As `ifiOf` writes them. */
  agents?: readonly string[] | undefined;
  registrations?: readonly string[] | undefined;
  /** Whether activities and agents count wherever a statement names them. */
  related?: boolean | undefined;
}

export interface Stretch {
  selection: Selection;
  /** Only later ones. */
  after: Seq;
  /** None later than this. Default: to the end. */
  through?: Seq | undefined;
  limit: number;
}

/**
 * Statements that are not voided, in the order in which they were stored. What is committed later has
 * a higher `seq`, so who goes on after the last one that it got misses none.
 */
export async function statementsAfter(
  db: LrsTransaction,
  stretch: Stretch,
): Promise<PlacedStatement[]> {
  const { statements } = await findPage(db, listingOfStretch(stretch));
  return statements;
}

/** How many there are, at most `limit`. */
export async function countAfter(db: LrsTransaction, stretch: Stretch): Promise<number> {
  const listing = listingOfStretch(stretch);
  if (listing.conditions.length > 0) return (await findSeqs(db, listing)).length;
  const { rows } = await db.query<{ count: number | string }>(
    `select count(*) as count from (select from statement
       where tenant_id = $1 and seq >= $2 and seq < $3 and not voided limit $4) s`,
    [db.tenantId, listing.from, listing.before, listing.limit],
  );
  return Number(rows[0]?.count ?? 0);
}

function listingOfStretch({ selection, after, through, limit }: Stretch): Listing {
  return {
    conditions: conditionsOf(selection),
    from: after + 1,
    before: through === undefined ? END_SEQ : through + 1,
    ascending: true,
    limit,
  };
}

/** Place of the latest statement; 0 while there is none. */
export async function latestSeq(db: LrsTransaction): Promise<Seq> {
  const { rows } = await db.query<{ seq: Seq | string }>(
    'select seq from statement where tenant_id = $1 order by seq desc limit 1',
    [db.tenantId],
  );
  return Number(rows[0]?.seq ?? FIRST_SEQ);
}

/** The place that every statement stored at the time or later comes after. */
export const seqBefore = (time: Date): Seq => firstAt(time.getTime()) - 1;

function conditionsOf(selection: Selection): Listing['conditions'] {
  const { verbs, activities, agents, registrations, related = false } = selection;
  const filter = {
    relatedAgents: related,
    relatedActivities: related,
    ascending: true,
    limit: 1,
  };
  const conditions = [
    verbs?.map((verb) => listingOf({ ...filter, verb })),
    activities?.map((activity) => listingOf({ ...filter, activity })),
    agents?.map((agent) => listingOf({ ...filter, agent })),
    registrations?.map((registration) => listingOf({ ...filter, registration })),
  ];
  return conditions.flatMap((of = []) =>
    of.length === 0 ? [] : [of.flatMap(({ conditions: keys }) => keys.flat())],
  );
}
