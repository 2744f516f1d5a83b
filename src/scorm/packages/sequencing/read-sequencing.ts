import type { Sequencing } from '../../courses/sequencing.ts';
import type { Place } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';
import { readObjectives } from './read-objectives.ts';
import { readRollupRules } from './read-rollup.ts';
import { readSequencingRules } from './read-rules.ts';
import { type SchemaValues, schemaValues } from './schema-values.ts';

const TIMINGS = ['never', 'once', 'onEachNewAttempt'] as const;
const REQUIREMENTS = ['always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended'] as const;

/** ISO 8601, as far as the shape goes. */
const DURATION = /^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

/** The reusable definitions of a manifest, by ID (imsss:sequencingCollection). */
export type SequencingCollection = ReadonlyMap<string, XmlElement>;

/** Reads the `sequencing` of an activity, or the defaults where it has none. */
export function readSequencing(
  activity: XmlElement,
  collection: SequencingCollection,
  context: Place,
): Sequencing {
  const own = childOf(activity, 'sequencing');
  const shared = definitionOf(own, collection, context);
  /** What an activity says itself goes before what it refers to (SN 3.2). */
  const part = (name: string) => childOf(own, name) ?? childOf(shared, name);
  const values = (name: string) => schemaValues(part(name), context);
  const objectives = childrenOf(own, 'objectives').concat(childrenOf(shared, 'objectives'));
  return {
    controlMode: readControlMode(values('controlMode')),
    ...readSequencingRules(part('sequencingRules'), context),
    limitConditions: {
      attemptLimit: values('limitConditions').count('attemptLimit'),
      attemptAbsoluteDurationLimit: readDuration(part('limitConditions'), context),
    },
    rollupRules: readRollupRules(part('rollupRules'), context),
    ...readObjectives(objectives, context),
    randomizationControls: readRandomization(values('randomizationControls')),
    deliveryControls: readDelivery(values('deliveryControls')),
    constrainedChoiceConsiderations: readConstrainedChoice(
      values('constrainedChoiceConsiderations'),
    ),
    rollupConsiderations: readConsiderations(values('rollupConsiderations')),
  };
}

function definitionOf(
  own: XmlElement | undefined,
  collection: SequencingCollection,
  { at, warn }: Place,
): XmlElement | undefined {
  const id = attributeOf(own, 'IDRef');
  if (id === undefined) return undefined;
  const found = collection.get(id);
  if (!found) warn(at, `Its sequencing refers to "${id}", which the manifest does not define.`);
  return found;
}

function readControlMode(values: SchemaValues): Sequencing['controlMode'] {
  return {
    choice: values.boolean('choice', true),
    choiceExit: values.boolean('choiceExit', true),
    flow: values.boolean('flow', false),
    forwardOnly: values.boolean('forwardOnly', false),
    useCurrentAttemptObjectiveInfo: values.boolean('useCurrentAttemptObjectiveInfo', true),
    useCurrentAttemptProgressInfo: values.boolean('useCurrentAttemptProgressInfo', true),
  };
}

function readDuration(limits: XmlElement | undefined, { at, warn }: Place): string | null {
  const text = attributeOf(limits, 'attemptAbsoluteDurationLimit');
  if (!text) return null;
  if (DURATION.test(text)) return text;
  warn(at, `Its limit of duration "${text}" is no duration; it was left out.`);
  return null;
}

function readRandomization(values: SchemaValues): Sequencing['randomizationControls'] {
  return {
    randomizationTiming: values.word('randomizationTiming', TIMINGS, 'never'),
    selectCount: values.count('selectCount'),
    reorderChildren: values.boolean('reorderChildren', false),
    selectionTiming: values.word('selectionTiming', TIMINGS, 'never'),
  };
}

function readDelivery(values: SchemaValues): Sequencing['deliveryControls'] {
  return {
    tracked: values.boolean('tracked', true),
    completionSetByContent: values.boolean('completionSetByContent', false),
    objectiveSetByContent: values.boolean('objectiveSetByContent', false),
  };
}

function readConstrainedChoice(
  values: SchemaValues,
): Sequencing['constrainedChoiceConsiderations'] {
  return {
    preventActivation: values.boolean('preventActivation', false),
    constrainChoice: values.boolean('constrainChoice', false),
  };
}

function readConsiderations(values: SchemaValues): Sequencing['rollupConsiderations'] {
  const requirement = (name: string) => values.word(name, REQUIREMENTS, 'always');
  return {
    requiredForSatisfied: requirement('requiredForSatisfied'),
    requiredForNotSatisfied: requirement('requiredForNotSatisfied'),
    requiredForCompleted: requirement('requiredForCompleted'),
    requiredForIncomplete: requirement('requiredForIncomplete'),
    measureSatisfactionIfActive: values.boolean('measureSatisfactionIfActive', true),
  };
}
