import type { Scorm2004Item } from '../../courses/course-structure.ts';
import type { RollupRule, SequencingObjective, SequencingRule } from '../../courses/sequencing.ts';

/**
 * The activity tree in the words of scorm-again's settings. Every value is given, for the runtime's
 * own defaults are not those of the schemas (its `flow` is true).
 */
export function activityTree(item: Scorm2004Item): object {
  const { sequencing, completionThreshold, hideLMSUI, data, children } = item;
  const { controlMode, rollupRules, limitConditions, deliveryControls } = sequencing;
  const { randomizationControls, constrainedChoiceConsiderations } = sequencing;
  const { rules, ...rollupControls } = rollupRules;
  const { reorderChildren, ...selection } = randomizationControls;
  return {
    id: item.identifier,
    title: item.title,
    isVisible: item.isVisible,
    sequencingControls: {
      ...controlMode,
      ...rollupControls,
      ...selection,
      ...constrainedChoiceConsiderations,
      randomizeChildren: reorderChildren,
    },
    deliveryControls,
    attemptLimit: limitConditions.attemptLimit,
    attemptAbsoluteDurationLimit: limitConditions.attemptAbsoluteDurationLimit,
    ...(sequencing.primaryObjective && {
      primaryObjective: {
        ...objectiveOf(sequencing.primaryObjective, `${item.identifier}.primary`),
        isPrimary: true,
      },
    }),
    objectives: sequencing.objectives.map((one, n) => objectiveOf(one, `${item.identifier}.${n}`)),
    sequencingRules: {
      preConditionRules: sequencing.preConditionRules.map(ruleOf),
      exitConditionRules: sequencing.exitConditionRules.map(ruleOf),
      postConditionRules: sequencing.postConditionRules.map(ruleOf),
    },
    rollupRules: { rules: rules.map(rollupRuleOf) },
    rollupConsiderations: sequencing.rollupConsiderations,
    completionThreshold,
    hideLmsUi: hideLMSUI,
    sharedDataMaps: data,
    ...(children.length > 0 && { children: children.map(activityTree) }),
  };
}

/** The runtime knows objectives by their id only. */
function objectiveOf(
  { objectiveID, satisfiedByMeasure, minNormalizedMeasure, mapInfo }: SequencingObjective,
  otherwise: string,
) {
  return {
    objectiveID: objectiveID ?? otherwise,
    satisfiedByMeasure,
    ...(satisfiedByMeasure && { minNormalizedMeasure }),
    mapInfo,
  };
}

function ruleOf<A>({ conditionCombination, conditions, action }: SequencingRule<A>) {
  return {
    action,
    conditionCombination,
    conditions: conditions.map(
      ({ condition, operator, referencedObjective, measureThreshold }) => ({
        condition,
        operator,
        ...(referencedObjective !== null && { referencedObjective }),
        ...(measureThreshold !== null && { parameters: { threshold: measureThreshold } }),
      }),
    ),
  };
}

/** IMS SS and the runtime call one condition by two names. */
function rollupRuleOf({ childActivitySet, conditions, ...rule }: RollupRule) {
  return {
    ...rule,
    consideration: childActivitySet,
    conditions: conditions.map(({ condition, operator }) => ({
      condition: condition === 'activityProgressKnown' ? 'progressKnown' : condition,
      operator,
    })),
  };
}
