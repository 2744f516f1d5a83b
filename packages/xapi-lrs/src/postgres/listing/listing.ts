import type { StatementFilter } from '../../store.ts';
import { activityKeys, agentKeys, type Key, type Keys, registrationKey, verbKey } from '../key.ts';
import { END_SEQ, FIRST_SEQ, firstAfter, type Seq } from '../sequence.ts';

/** Which statements to list, as indexes know them. */
export interface Listing {
  /** A statement meets a condition that has one of these keys; it has to meet all of them. */
  conditions: Key[][];
  /** From this place on, */
  from: Seq;
  /** and before this one. */
  before: Seq;
  ascending: boolean;
  limit: number;
}

export function listingOf(filter: StatementFilter): Listing {
  const { agent, activity, verb, registration, authority, since, until } = filter;
  const conditions = [
    agent !== undefined && mentioned(agentKeys(agent), filter.relatedAgents),
    activity !== undefined && mentioned(activityKeys(activity), filter.relatedActivities),
    verb !== undefined && [verbKey(verb)],
    registration !== undefined && [registrationKey(registration)],
    authority !== undefined && [agentKeys(authority).authority],
  ];
  return {
    conditions: conditions.filter((keys) => keys !== false),
    from: since ? firstAfter(since) : FIRST_SEQ,
    before: until ? firstAfter(until) : END_SEQ,
    ascending: filter.ascending,
    limit: filter.limit,
  };
}

/** The same after the statement at this place. */
export function listingAfter(listing: Listing, last: Seq): Listing {
  return listing.ascending ? { ...listing, from: last + 1 } : { ...listing, before: last };
}

function mentioned({ direct, related, authority }: Keys, isRelated: boolean): Key[] {
  return isRelated ? [direct, related, authority] : [direct];
}
