import type { Mention, PreparedStatement, StatementFilter } from '../store.ts';

/**
 * Whether a statement meets each condition that is not about time or sequence, by itself or by what
 * it refers to, however far (xAPI 1.0.3 part 3, 2.1.3; 2.0 4.1.6.1).
 *
 * @param chain the statement, the one that it refers to, the one that that refers to, and so on
 */
export function matches(chain: readonly PreparedStatement[], filter: StatementFilter): boolean {
  const { agent, verb, activity, registration } = filter;
  return (
    (agent === undefined ||
      chain.some(({ agents }) => names(agents, agent, filter.relatedAgents))) &&
    (activity === undefined ||
      chain.some(({ activities }) => names(activities, activity, filter.relatedActivities))) &&
    (verb === undefined || chain.some((statement) => statement.verb === verb)) &&
    (registration === undefined ||
      chain.some((statement) => statement.registration === registration))
  );
}

function names(mentions: readonly Mention[], key: string, related: boolean): boolean {
  return mentions.some((mention) => mention.key === key && (related || mention.direct));
}
