import { interactionTypes } from '../statement.ts';
import { extensions } from './extensions.ts';
import { type Fault, fault, type Rule, under } from './rule.ts';
import { required, shape } from './shape.ts';
import { iri, languageMap, list, oneOf, text } from './value-rules.ts';

/** Component lists by interactionType (xAPI 1.0.3 data 2.4.4.1). */
const componentsOf: Record<string, readonly string[]> = {
  choice: ['choices'],
  sequencing: ['choices'],
  likert: ['scale'],
  matching: ['source', 'target'],
  performance: ['steps'],
};
const componentLists = ['choices', 'scale', 'source', 'target', 'steps'];
const interactionProperties = ['correctResponsesPattern', ...componentLists];

function components(requirement: string): Rule {
  const component = shape({
    name: 'an interaction component',
    requirement,
    properties: {
      id: required(text(requirement), requirement),
      description: languageMap(requirement),
    },
  });
  const every = list(component, 'interaction components', requirement);
  return (value) => every(value) ?? (Array.isArray(value) ? repeatedId(value) : undefined);
}

function repeatedId(items: readonly { id: string }[]): Fault | undefined {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) {
      return under(
        index,
        under('id', fault('occurs twice in the list', 'distinct ids', 'data 2.4.4.1')),
      );
    }
    seen.add(id);
  }
  return undefined;
}

function checkInteraction(definition: Record<string, unknown>): Fault | undefined {
  const used = interactionProperties.filter((name) => Object.hasOwn(definition, name));
  if (used.length === 0) return undefined;
  const { interactionType } = definition;
  if (typeof interactionType !== 'string') {
    return fault(`has "${used[0]}", but no interactionType`, '"interactionType"', 'XAPI-00064');
  }
  const allowed = componentsOf[interactionType] ?? [];
  const misplaced = used.find((name) => componentLists.includes(name) && !allowed.includes(name));
  if (misplaced === undefined) return undefined;
  return under(
    misplaced,
    fault(
      `does not go with interactionType "${interactionType}"`,
      allowed.length === 0 ? 'no component list' : allowed.join(' and '),
      'data 2.4.4.1',
    ),
  );
}

const definition = shape({
  name: 'an Activity Definition',
  requirement: 'XAPI-00048',
  properties: {
    name: languageMap('XAPI-00056'),
    description: languageMap('XAPI-00059'),
    type: iri('XAPI-00060'),
    moreInfo: iri('XAPI-00061'),
    extensions: extensions('XAPI-00057'),
    interactionType: oneOf(interactionTypes, 'XAPI-00049'),
    correctResponsesPattern: list(text('XAPI-00064'), 'strings', 'XAPI-00064'),
    choices: components('data 2.4.4.1'),
    scale: components('data 2.4.4.1'),
    source: components('data 2.4.4.1'),
    target: components('data 2.4.4.1'),
    steps: components('data 2.4.4.1'),
  },
  across: [checkInteraction],
});

/** xAPI 1.0.3 data 2.4.4.1. */
export const activity = shape({
  name: 'an Activity',
  requirement: 'XAPI-00047',
  properties: {
    objectType: oneOf(['Activity'], 'XAPI-00046'),
    id: required(iri('XAPI-00047'), 'XAPI-00047'),
    definition,
  },
});
