import type { Version } from '../../version.ts';
import { contextActivityKinds } from '../statement.ts';
import { activity } from './activity.ts';
import { actor, agent, group } from './actors.ts';
import { extensions } from './extensions.ts';
import { fault, misfit, type Rule } from './rule.ts';
import { forbidden, required, shape } from './shape.ts';
import { brokenItem, iri, languageTag, list, oneOf, text, uuid } from './value-rules.ts';

/** xAPI 1.0.3 data 2.4.4.3. */
export const statementRef = shape({
  name: 'a StatementRef',
  requirement: 'XAPI-00092',
  properties: {
    objectType: required(oneOf(['StatementRef'], 'XAPI-00046'), 'XAPI-00073'),
    id: required(uuid('XAPI-00072'), 'XAPI-00072'),
  },
});

const activities: Rule = (value) =>
  Array.isArray(value) ? brokenItem(value, activity) : activity(value);

const contextActivities = shape({
  name: 'contextActivities',
  requirement: 'XAPI-00086',
  properties: Object.fromEntries(contextActivityKinds.map((kind) => [kind, activities])),
});

const relevantTypes: Rule = (value) => {
  if (!Array.isArray(value)) return misfit(value, 'an array of IRIs', '2.0 4.2.2.5');
  if (value.length === 0) return fault('is empty', 'an array with an IRI', '2.0 4.2.2.5');
  return brokenItem(value, iri('2.0 4.2.2.5'));
};

const contextAgents = list(
  shape({
    name: 'a contextAgent',
    requirement: '2.0 4.2.2.5',
    properties: {
      objectType: required(oneOf(['contextAgent'], '2.0 4.2.2.5'), '2.0 4.2.2.5'),
      agent: required(agent, '2.0 4.2.2.5'),
      relevantTypes,
    },
  }),
  'contextAgents',
  '2.0 4.2.2.5',
);

const contextGroups = list(
  shape({
    name: 'a contextGroup',
    requirement: '2.0 4.2.2.5',
    properties: {
      objectType: required(oneOf(['contextGroup'], '2.0 4.2.2.5'), '2.0 4.2.2.5'),
      group: required(group, '2.0 4.2.2.5'),
      relevantTypes,
    },
  }),
  'contextGroups',
  '2.0 4.2.2.5',
);

const since2 = forbidden('only in requests of xAPI 2.0', 'XAPI-00010');

/** xAPI 1.0.3 data 2.4.6, 2.0 4.2.2.5. */
export function context(version: Version): Rule {
  return shape({
    name: 'a context',
    requirement: 'XAPI-00006',
    properties: {
      registration: uuid('XAPI-00087'),
      instructor: actor('XAPI-00087'),
      team: group,
      contextActivities,
      contextAgents: version === '2.0.0' ? contextAgents : since2,
      contextGroups: version === '2.0.0' ? contextGroups : since2,
      revision: text('XAPI-00089'),
      platform: text('XAPI-00090'),
      language: languageTag('XAPI-00091'),
      statement: statementRef,
      extensions: extensions('XAPI-00057'),
    },
  });
}
