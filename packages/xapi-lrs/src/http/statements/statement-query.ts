import {
  checkAgentParameter,
  checkIri,
  checkTimestamp,
  checkUuid,
} from '../../rules/parameters.ts';
import type { StatementFilter } from '../../store.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Call } from '../endpoint.ts';
import { readableAuthority } from './readable-authority.ts';
import { booleanOf } from './statement-form.ts';

const ids = ['statementId', 'voidedStatementId'];
const forms = ['format', 'attachments'];
const filters = [
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'ascending',
];

/** xAPI 1.0.3 part 3, 2.1.3. */
export const statementParameters = [...ids, ...forms, ...filters];

export interface StatementId {
  id: string;
  voided: boolean;
}

/**
 * The single statement that is asked for; undefined when it is a list.
 * @throws XapiError 400 when one is asked for by a filter too
 */
export function statementIdOf(parameters: ReadonlyMap<string, string>): StatementId | undefined {
  const [name] = ids.filter((id) => parameters.has(id));
  if (name === undefined) return undefined;
  const extra = [...parameters.keys()].find((other) => other !== name && !forms.includes(other));
  if (extra !== undefined) {
    throw new XapiError(400, {
      message: `${name} does not go with ${extra}.`,
      expected: `${name} with format and attachments only`,
      requirement: 'XAPI-00153',
    });
  }
  return {
    id: checkUuid(parameters.get(name) ?? '', name),
    voided: name === 'voidedStatementId',
  };
}

/** @throws XapiError 400 */
export function filterOf({ parameters, version, caller, limits }: Call): StatementFilter {
  const of = <T>(name: string, check: (text: string) => T): T | undefined => {
    const text = parameters.get(name);
    return text === undefined ? undefined : check(text);
  };
  return {
    agent: of('agent', (text) => checkAgentParameter(text).key),
    relatedAgents: booleanOf(parameters, 'related_agents'),
    verb: of('verb', (text) => checkIri(text, 'verb')),
    activity: of('activity', (text) => checkIri(text, 'activity')),
    relatedActivities: booleanOf(parameters, 'related_activities'),
    registration: of('registration', (text) => checkUuid(text, 'registration')),
    since: of('since', (text) => checkTimestamp(text, 'since', version)),
    until: of('until', (text) => checkTimestamp(text, 'until', version)),
    ascending: booleanOf(parameters, 'ascending'),
    limit: limitOf(parameters.get('limit') ?? '0', limits.page),
    authority: readableAuthority(caller),
  };
}

/** 0 asks for as many as the LRS gives. */
function limitOf(text: string, most: number): number {
  if (!/^\d+$/.test(text)) {
    throw new XapiError(400, {
      message: `limit is ${text}.`,
      expected: 'a whole number, 0 or more',
    });
  }
  const asked = Number(text);
  return asked === 0 ? most : Math.min(asked, most);
}
