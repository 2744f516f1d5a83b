import type { DataModel } from '@crosswalk/course-player/launch';
import type { CourseInteraction } from '../../../core/study/act.ts';

const PATTERN = /^cmi\.interactions\.(\d+)\./;

/**
 * The interactions that these changes have answered, in their order: those with a type whose
 * response or result is not what it was before.
 */
export function answeredInteractions({
  before,
  changes,
  after,
}: {
  before: DataModel;
  changes: DataModel;
  after: DataModel;
}): { index: number; interaction: CourseInteraction }[] {
  const touched = new Set<number>();
  for (const [element, value] of Object.entries(changes)) {
    const index = PATTERN.exec(element)?.[1];
    if (index !== undefined && before[element] !== value) touched.add(Number(index));
  }
  return [...touched]
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const interaction = interactionOf(after, index);
      return interaction ? [{ index, interaction }] : [];
    });
}

function interactionOf(cmi: DataModel, index: number): CourseInteraction | undefined {
  const value = (name: string) => cmi[`cmi.interactions.${index}.${name}`] || undefined;
  const id = value('id');
  const type = types.find((one) => one === value('type'));
  const is12 = cmi['cmi.core.lesson_status'] !== undefined;
  const response = is12 ? value('student_response') : value('learner_response');
  const result = value('result');
  if (!id || !type || (response === undefined && result === undefined)) return undefined;
  const formatted = (text: string) => (is12 ? response2004(type, text) : text);
  return {
    id,
    type,
    description: value('description') ?? null,
    response: response === undefined ? null : formatted(response),
    correctResponses: patternsOf(cmi, index).map(formatted),
    correct: result === undefined ? null : (results.get(result) ?? null),
    latencyMs: durationMs(value('latency') ?? ''),
  };
}

function patternsOf(cmi: DataModel, index: number): string[] {
  const patterns: string[] = [];
  for (;;) {
    const next = cmi[`cmi.interactions.${index}.correct_responses.${patterns.length}.pattern`];
    if (next === undefined) return patterns;
    patterns.push(next);
  }
}

const types: readonly CourseInteraction['type'][] = [
  ...(['true-false', 'choice', 'fill-in', 'long-fill-in', 'matching', 'performance'] as const),
  ...(['sequencing', 'likert', 'numeric', 'other'] as const),
];

/** A number, or that nothing was right or wrong, is neither. */
const results: ReadonlyMap<string, boolean> = new Map([
  ['correct', true],
  ['wrong', false],
  ['incorrect', false],
  ['unanticipated', false],
]);

/** SCORM 1.2 RTE 3.4.7 writes lists as `a,b` and pairs as `a.b`, SCORM 2004 as `a[,]b`, `a[.]b`. */
function response2004(type: CourseInteraction['type'], text: string): string {
  if (type === 'true-false') return /^[t1]/i.test(text) ? 'true' : 'false';
  if (type !== 'choice' && type !== 'sequencing' && type !== 'matching') return text;
  const parts = text.replace(/^\{|\}$/g, '').split(',');
  const pair = (part: string) => part.replace('.', '[.]');
  return (type === 'matching' ? parts.map(pair) : parts).join('[,]');
}

/** Of `HHHH:MM:SS.SS` (1.2), or of an ISO 8601 duration without years and months (2004). */
function durationMs(text: string): number | null {
  const clock = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!clock && !iso) return null;
  const [days, hours, minutes, seconds] = clock
    ? [0, ...clock.slice(1).map(Number)]
    : (iso ?? []).slice(1).map((part) => Number(part ?? 0));
  const total = (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  const ms = Math.round(total * 1_000);
  return Number.isSafeInteger(ms) ? ms : null;
}
