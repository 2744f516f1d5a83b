import type { StatementFilter } from '@crosswalk/xapi-lrs';
import type { LrsAccess } from '../../tools/lrs-access.ts';
import type { Asker } from './ask.ts';

interface StatementResult {
  statements: { stored: string }[];
  more: string;
}

/** Asks a hub over HTTP what `askClasses` asks a store; a page counts once it has been parsed. */
export function httpAsker({ endpoint, authorization }: LrsAccess): Asker {
  const page = async (url: URL) => {
    const response = await fetch(url, {
      headers: { Authorization: authorization, 'X-Experience-API-Version': '2.0.0' },
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${response.status}: ${text.slice(0, 500)}`);
    const { statements, more }: StatementResult = JSON.parse(text);
    return {
      statements: statements.map(({ stored }) => ({ stored: new Date(stored) })),
      next: more || undefined,
    };
  };
  return {
    findStatements: (_tenant, filter) =>
      page(new URL(`${endpoint}/statements?${new URLSearchParams(parametersOf(filter))}`)),
    continueStatements: (_tenant, more) => page(new URL(more, endpoint)),
  };
}

function parametersOf(filter: StatementFilter): Record<string, string> {
  const { agent, verb, activity, registration, since, until } = filter;
  return {
    ...(agent && { agent: JSON.stringify(agentOf(agent)) }),
    ...(verb && { verb }),
    ...(activity && { activity }),
    ...(registration && { registration }),
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
    ...(filter.relatedAgents && { related_agents: 'true' }),
    ...(filter.relatedActivities && { related_activities: 'true' }),
    ...(filter.ascending && { ascending: 'true' }),
    limit: String(filter.limit),
  };
}

/** The agent that a store calls so: `account:<home page>|<name>` or `mbox:<address>`. */
function agentOf(ifi: string): object {
  const [, kind, value = ''] = /^(\w+):(.*)$/.exec(ifi) ?? [];
  if (kind === 'mbox') return { mbox: value };
  const [homePage, name] = value.split('|');
  return { account: { homePage, name } };
}
