import type { RollupCondition, RollupRule, Sequencing } from '../../courses/sequencing.ts';
import type { Place } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';
import { schemaValues } from './schema-values.ts';

export const ROLLUP_CONDITIONS: RollupCondition[] = [
  'satisfied',
  'objectiveStatusKnown',
  'objectiveMeasureKnown',
  'completed',
  'activityProgressKnown',
  'attempted',
  'attemptLimitExceeded',
  'timeLimitExceeded',
  'outsideAvailableTimeRange',
];
const ACTIONS: RollupRule['action'][] = ['satisfied', 'notSatisfied', 'completed', 'incomplete'];
const CHILD_SETS = ['all', 'any', 'none', 'atLeastCount', 'atLeastPercent'] as const;
const SHARE = { min: 0, max: 1 };

/** A rule that cannot be understood is left out as a whole, with a warning. */
export function readRollupRules(
  element: XmlElement | undefined,
  context: Place,
): Sequencing['rollupRules'] {
  const values = schemaValues(element, context);
  return {
    rollupObjectiveSatisfied: values.boolean('rollupObjectiveSatisfied', true),
    rollupProgressCompletion: values.boolean('rollupProgressCompletion', true),
    objectiveMeasureWeight: values.number('objectiveMeasureWeight', 1, SHARE),
    rules: childrenOf(element, 'rollupRule').flatMap((rule) => readRule(rule, context)),
  };
}

function readRule(rule: XmlElement, context: Place): RollupRule[] {
  const written = attributeOf(childOf(rule, 'rollupAction'), 'action');
  const action = ACTIONS.find((word) => word === written);
  const group = childOf(rule, 'rollupConditions');
  const elements = childrenOf(group, 'rollupCondition');
  const conditions = elements.flatMap((element) => readCondition(element, context));
  if (!action || elements.length === 0 || conditions.length < elements.length) {
    context.warn(
      context.at,
      `A rollupRule (line ${rule.line}) cannot be understood; it was left out.`,
    );
    return [];
  }
  const values = schemaValues(rule, context);
  return [
    {
      childActivitySet: values.word('childActivitySet', CHILD_SETS, 'all'),
      minimumCount: values.count('minimumCount') ?? 0,
      minimumPercent: values.number('minimumPercent', 0, SHARE),
      conditionCombination: schemaValues(group, context).word(
        'conditionCombination',
        ['any', 'all'] as const,
        'any',
      ),
      conditions,
      action,
    },
  ];
}

function readCondition(element: XmlElement, context: Place): RollupRule['conditions'] {
  const written = attributeOf(element, 'condition');
  const condition = ROLLUP_CONDITIONS.find((word) => word === written);
  if (!condition) return [];
  const operator = schemaValues(element, context).word(
    'operator',
    ['noOp', 'not'] as const,
    'noOp',
  );
  return [{ condition, operator }];
}
