import fc from 'fast-check';
import type { Activity, ActivityDefinition, InteractionComponent } from '../statement.ts';
import { extensions, iri, languageMap, text } from './valid-values.ts';

const components: fc.Arbitrary<InteractionComponent[]> = fc.uniqueArray(
  fc.record({ id: text, description: languageMap }, { requiredKeys: ['id'] }),
  { maxLength: 3, selector: ({ id }) => id },
);

const correctResponsesPattern = fc.array(text, { maxLength: 2 });

/** Each type with the component lists that go with it. */
const interaction: fc.Arbitrary<ActivityDefinition> = fc.oneof(
  fc.record(
    {
      interactionType: fc.constantFrom('true-false', 'fill-in', 'long-fill-in', 'numeric', 'other'),
      correctResponsesPattern,
    },
    { requiredKeys: ['interactionType'] },
  ),
  fc.record(
    {
      interactionType: fc.constantFrom('choice', 'sequencing'),
      correctResponsesPattern,
      choices: components,
    },
    { requiredKeys: ['interactionType'] },
  ),
  fc.record(
    { interactionType: fc.constant('likert'), correctResponsesPattern, scale: components },
    { requiredKeys: ['interactionType'] },
  ),
  fc.record(
    {
      interactionType: fc.constant('matching'),
      correctResponsesPattern,
      source: components,
      target: components,
    },
    { requiredKeys: ['interactionType'] },
  ),
  fc.record(
    { interactionType: fc.constant('performance'), correctResponsesPattern, steps: components },
    { requiredKeys: ['interactionType'] },
  ),
);

const description: fc.Arbitrary<ActivityDefinition> = fc.record(
  { name: languageMap, description: languageMap, type: iri, moreInfo: iri, extensions },
  { requiredKeys: [] },
);

/** With an interaction or without. */
export const definition: fc.Arbitrary<ActivityDefinition> = fc
  .tuple(description, fc.option(interaction))
  .map(([described, asked]) => ({ ...described, ...asked }));

export const activity: fc.Arbitrary<Activity> = fc.record(
  { objectType: fc.constant<'Activity'>('Activity'), id: iri, definition },
  { requiredKeys: ['id'] },
);
