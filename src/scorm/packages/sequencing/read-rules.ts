import type {
  PostConditionAction,
  PreConditionAction,
  RuleCondition,
  Sequencing,
  SequencingRule,
} from '../../courses/sequencing.ts';
import type { Place } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';
import { ROLLUP_CONDITIONS } from './read-rollup.ts';
import { schemaValues, toNumber } from './schema-values.ts';

const PRE_ACTIONS: PreConditionAction[] = [
  'skip',
  'disabled',
  'hiddenFromChoice',
  'stopForwardTraversal',
];
const POST_ACTIONS: PostConditionAction[] = [
  'exitParent',
  'exitAll',
  'retry',
  'retryAll',
  'continue',
  'previous',
];
const CONDITIONS: RuleCondition[] = [
  ...ROLLUP_CONDITIONS,
  'objectiveMeasureGreaterThan',
  'objectiveMeasureLessThan',
  'always',
];
const MEASURE = { min: -1, max: 1 };

/** A rule that cannot be understood is left out as a whole, with a warning. */
export function readSequencingRules(
  rules: XmlElement | undefined,
  context: Place,
): Pick<Sequencing, 'preConditionRules' | 'exitConditionRules' | 'postConditionRules'> {
  const read = <A extends string>(name: string, actions: readonly A[]) =>
    childrenOf(rules, name).flatMap((rule) => readRule(rule, actions, context));
  return {
    preConditionRules: read('preConditionRule', PRE_ACTIONS),
    exitConditionRules: read('exitConditionRule', ['exit'] as const),
    postConditionRules: read('postConditionRule', POST_ACTIONS),
  };
}

function readRule<A extends string>(
  rule: XmlElement,
  actions: readonly A[],
  { at, warn }: Place,
): SequencingRule<A>[] {
  const written = attributeOf(childOf(rule, 'ruleAction'), 'action');
  const action = actions.find((word) => word === written);
  const group = childOf(rule, 'ruleConditions');
  const conditions = childrenOf(group, 'ruleCondition').map((each) =>
    readCondition(each, { at, warn }),
  );
  const known = conditions.filter((each) => each !== undefined);
  if (!action || known.length === 0 || known.length < conditions.length) {
    warn(at, `A ${rule.name} (line ${rule.line}) cannot be understood; it was left out.`);
    return [];
  }
  const conditionCombination = schemaValues(group, { at, warn }).word(
    'conditionCombination',
    ['all', 'any'] as const,
    'all',
  );
  return [{ conditionCombination, conditions: known, action }];
}

function readCondition(
  element: XmlElement,
  context: Place,
): SequencingRule<unknown>['conditions'][number] | undefined {
  const written = attributeOf(element, 'condition');
  const condition = CONDITIONS.find((word) => word === written);
  const threshold = attributeOf(element, 'measureThreshold');
  const measureThreshold = threshold === undefined ? null : toNumber(threshold, MEASURE);
  if (!condition || measureThreshold === undefined) return undefined;
  return {
    condition,
    operator: schemaValues(element, context).word('operator', ['noOp', 'not'] as const, 'noOp'),
    referencedObjective: attributeOf(element, 'referencedObjective') || null,
    measureThreshold,
  };
}
