import type { Mention, PreparedStatement, StatementFilter } from '@crosswalk/xapi-lrs';

export interface StoredOne {
  statement: PreparedStatement;
  stored: Date;
}

/** Ids that a filter finds, in its order, by looking at every statement. */
export function naiveList(history: readonly StoredOne[], filter: StatementFilter): string[] {
  const byId = new Map(history.map(({ statement }) => [statement.id, statement]));
  const voided = new Set(
    history.flatMap(({ statement: { voids, refersTo } }) =>
      voids && refersTo && !byId.get(refersTo)?.voids ? refersTo : [],
    ),
  );
  const found = history.filter(
    ({ statement, stored }) =>
      !voided.has(statement.id) &&
      (!filter.since || stored > filter.since) &&
      (!filter.until || stored <= filter.until) &&
      (filter.authority === undefined || filter.authority === statement.authority) &&
      conditionsOf(filter).every((holds) => chainFrom(statement, byId).some(holds)),
  );
  const ids = found.map(({ statement }) => statement.id);
  return filter.ascending ? ids : ids.reverse();
}

function conditionsOf(filter: StatementFilter): ((statement: PreparedStatement) => boolean)[] {
  const { agent, verb, activity, registration, relatedAgents, relatedActivities } = filter;
  const names = (mentions: Mention[], key: string, related: boolean) =>
    mentions.some((mention) => mention.key === key && (related || mention.direct));
  return [
    (s) => agent === undefined || names(s.agents, agent, relatedAgents),
    (s) => activity === undefined || names(s.activities, activity, relatedActivities),
    (s) => verb === undefined || s.verb === verb,
    (s) => registration === undefined || s.registration === registration,
  ];
}

function chainFrom(
  first: PreparedStatement,
  byId: ReadonlyMap<string, PreparedStatement>,
): PreparedStatement[] {
  const chain: PreparedStatement[] = [];
  let next: PreparedStatement | undefined = first;
  while (next && !chain.includes(next)) {
    chain.push(next);
    next = next.refersTo === undefined ? undefined : byId.get(next.refersTo);
  }
  return chain;
}
