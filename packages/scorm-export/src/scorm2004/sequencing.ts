import type { Course, Unit } from '../course/course.ts';
import type { XmlElement } from '../xml/document.ts';
import { uriText } from '../xml/href.ts';

/** How the learner may move through the whole (Sequencing and Navigation 3). */
export function courseSequencing({ sequencing, rollup, masteryScore }: Course): XmlElement {
  const choice = String(sequencing === 'free');
  return {
    'imsss:controlMode': { '@choice': choice, '@flow': 'true' },
    ...(rollup === 'score' &&
      masteryScore !== undefined && {
        'imsss:objectives': {
          'imsss:primaryObjective': { '@objectiveID': 'course', ...passingScore(masteryScore) },
        },
      }),
    'imsss:deliveryControls': setByContent,
  };
}

export function unitSequencing(unit: Unit, course: Course): XmlElement {
  const rules = preconditions(unit, course);
  return {
    ...(rules.length > 0 && { 'imsss:sequencingRules': { 'imsss:preConditionRule': rules } }),
    'imsss:rollupRules': rollupRules(unit),
    'imsss:objectives': objectives(unit, course),
    'imsss:deliveryControls': setByContent,
    ...(hasPretest(course) && unit.kind === 'chapter' && { 'adlseq:rollupConsiderations': skips }),
  };
}

/** Otherwise the LMS counts what was only opened as completed and satisfied (S&N 3.13). */
const setByContent = { '@completionSetByContent': 'true', '@objectiveSetByContent': 'true' };

/** What was skipped is neither missing nor in the way (S&N 3.7.6). */
const skips = { '@requiredForCompleted': 'ifNotSkipped', '@requiredForIncomplete': 'ifNotSkipped' };

function hasPretest({ units }: Course): boolean {
  return units.some(({ kind }) => kind === 'pretest');
}

/** S&N 3.4. */
function preconditions(unit: Unit, course: Course): XmlElement[] {
  const skipsKnown = hasPretest(course) && unit.kind === 'chapter';
  return [
    ...(skipsKnown ? [rule('skip', [{ '@condition': 'satisfied' }])] : []),
    ...(course.sequencing === 'linear'
      ? [
          rule('stopForwardTraversal', [
            { '@operator': 'not', '@condition': 'completed' },
            { '@operator': 'not', '@condition': 'activityProgressKnown' },
          ]),
        ]
      : []),
  ];
}

function rule(action: string, conditions: XmlElement[]): XmlElement {
  return {
    'imsss:ruleConditions': {
      '@conditionCombination': 'any',
      'imsss:ruleCondition': conditions,
    },
    'imsss:ruleAction': { '@action': action },
  };
}

/** S&N 3.7: a pretest counts for nothing by itself, a chapter by its share of the questions. */
function rollupRules({ kind, weight }: Unit): XmlElement {
  if (kind !== 'pretest') return { '@objectiveMeasureWeight': share(weight) };
  return {
    '@rollupObjectiveSatisfied': 'false',
    '@rollupProgressCompletion': 'false',
    '@objectiveMeasureWeight': '0',
  };
}

/**
 * S&N 3.9. A chapter's own objective is shared with the pretest, which may satisfy it before the
 * chapter was ever seen.
 */
function objectives(unit: Unit, course: Course): XmlElement {
  const { masteryScore } = unit.content.options;
  const own = unit.objective;
  const shared = own && hasPretest(course) ? mapTo(own.id) : {};
  const declared = unit.content.objectives ?? [];
  return {
    'imsss:primaryObjective': {
      '@objectiveID': own?.id ?? 'result',
      ...(masteryScore !== undefined && passingScore(masteryScore)),
      ...shared,
    },
    ...(declared.length > 0 && {
      'imsss:objective': declared.map(({ id }) => ({
        '@objectiveID': uriText(id),
        ...(unit.kind === 'pretest' && mapTo(id)),
      })),
    }),
  };
}

function passingScore(scaled: number): XmlElement {
  return { '@satisfiedByMeasure': 'true', 'imsss:minNormalizedMeasure': share(scaled) };
}

function mapTo(id: string): XmlElement {
  return {
    'imsss:mapInfo': {
      '@targetObjectiveID': `course.${id}`,
      '@readSatisfiedStatus': 'true',
      '@readNormalizedMeasure': 'true',
      '@writeSatisfiedStatus': 'true',
      '@writeNormalizedMeasure': 'true',
    },
  };
}

/** At most four decimals, as the player reports scores. */
export function share(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
