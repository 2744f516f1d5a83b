import type { Course, Unit } from '../course/course.ts';
import type { XmlElement } from '../xml/document.ts';
import { uriText } from '../xml/href.ts';

/** How the learner may move through the whole (Sequencing and Navigation 3). */
export function courseSequencing({ rollup, masteryScore }: Course): XmlElement {
  return {
    'imsss:controlMode': { '@choice': 'true', '@flow': 'true' },
    ...(rollup === 'score' &&
      masteryScore !== undefined && {
        'imsss:objectives': {
          'imsss:primaryObjective': {
            '@objectiveID': 'course',
            ...passingScore(masteryScore - MEAN_OF_ROUNDED),
          },
        },
      }),
    'imsss:deliveryControls': setByContent,
  };
}

export function unitSequencing(unit: Unit, course: Course): XmlElement {
  const skipsKnown = hasPretest(course) && unit.kind === 'chapter';
  const rules = [
    ...(skipsKnown ? [skipWhatIsKnown] : []),
    ...(gateBefore(unit, course) === undefined ? [] : [waitForGate]),
  ];
  return {
    ...(rules.length > 0 && { 'imsss:sequencingRules': { 'imsss:preConditionRule': rules } }),
    'imsss:rollupRules': rollupRules(unit),
    'imsss:objectives': objectives(unit, course),
    'imsss:deliveryControls': setByContent,
    ...(skipsKnown && { 'adlseq:rollupConsiderations': skips }),
  };
}

/** Otherwise the LMS counts what was only opened as completed and satisfied (S&N 3.13). */
const setByContent = { '@completionSetByContent': 'true', '@objectiveSetByContent': 'true' };

/**
 * What was skipped is neither missing nor in the way (S&N 3.7.6). It is satisfied by the pretest,
 * but scorm-again 3.4.3 does not roll up what was never delivered.
 */
const skips = {
  '@requiredForSatisfied': 'ifNotSkipped',
  '@requiredForNotSatisfied': 'ifNotSkipped',
  '@requiredForCompleted': 'ifNotSkipped',
  '@requiredForIncomplete': 'ifNotSkipped',
};

function hasPretest({ units }: Course): boolean {
  return units.some(({ kind }) => kind === 'pretest');
}

/** S&N 3.4.7. */
const skipWhatIsKnown = rule('skip', [{ '@condition': 'satisfied' }]);

/** The learner's place in a linear course: the objective of the chapter before this one. */
const GATE = 'before';

/** S&N 3.4.7: what cannot be delivered is neither flowed nor jumped to. */
const waitForGate = rule('disabled', [
  { '@referencedObjective': GATE, '@operator': 'not', '@condition': 'satisfied' },
  { '@referencedObjective': GATE, '@operator': 'not', '@condition': 'objectiveStatusKnown' },
]);

/** The objective that opens a unit: that the chapter before it is complete. */
function gateBefore(unit: Unit, { units }: Course): string | undefined {
  return units[units.indexOf(unit) - 1]?.content.options.completionObjective;
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

/** S&N 3.7: a pretest has to be done, not passed; a chapter counts by its share of the questions. */
function rollupRules({ kind, weight }: Unit): XmlElement {
  if (kind !== 'pretest') return { '@objectiveMeasureWeight': share(weight) };
  return {
    '@rollupObjectiveSatisfied': 'false',
    '@objectiveMeasureWeight': '0',
  };
}

/**
 * S&N 3.9. A chapter's own objective is shared with the pretest, which may satisfy it before the
 * chapter was ever seen; that it is complete is shared with the chapter after it.
 */
function objectives(unit: Unit, course: Course): XmlElement {
  const { masteryScore, completionObjective } = unit.content.options;
  const own = unit.objective;
  const gate = gateBefore(unit, course);
  const others = [
    ...(unit.content.objectives ?? []).map(({ id }) => ({
      '@objectiveID': uriText(id),
      ...(unit.kind === 'pretest' && { 'imsss:mapInfo': writtenByPretest(id, course) }),
    })),
    ...(completionObjective === undefined
      ? []
      : [
          {
            '@objectiveID': completionObjective,
            'imsss:mapInfo': [readsAndWrites(completionObjective)],
          },
        ]),
    ...(gate === undefined ? [] : [{ '@objectiveID': GATE, 'imsss:mapInfo': [reads(gate)] }]),
  ];
  return {
    'imsss:primaryObjective': {
      '@objectiveID': own?.id ?? 'result',
      ...(masteryScore !== undefined && passingScore(masteryScore)),
      ...(own && hasPretest(course) && { 'imsss:mapInfo': [readsAndWrites(own.id)] }),
    },
    ...(others.length > 0 && { 'imsss:objective': others }),
  };
}

/** Who has passed a chapter beforehand may also go on to the one after it. */
function writtenByPretest(id: string, { units }: Course): XmlElement[] {
  const chapter = units.find(({ objective }) => objective?.id === id);
  const gate = chapter?.content.options.completionObjective;
  return [readsAndWrites(id), ...(gate === undefined ? [] : [writes(gate)])];
}

/** As much the mean of scores and weights may be off, each of which has four decimals. */
const MEAN_OF_ROUNDED = 0.0005;

function passingScore(scaled: number): XmlElement {
  return { '@satisfiedByMeasure': 'true', 'imsss:minNormalizedMeasure': share(scaled) };
}

function mapTo(id: string, reads: boolean, writes: boolean): XmlElement {
  return {
    '@targetObjectiveID': `course.${id}`,
    '@readSatisfiedStatus': String(reads),
    '@readNormalizedMeasure': String(reads),
    '@writeSatisfiedStatus': String(writes),
    '@writeNormalizedMeasure': String(writes),
  };
}

const reads = (id: string) => mapTo(id, true, false);
const writes = (id: string) => mapTo(id, false, true);
const readsAndWrites = (id: string) => mapTo(id, true, true);

/** At most four decimals, as the player reports scores. */
export function share(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
