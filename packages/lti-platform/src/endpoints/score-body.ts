import { scoreRules as rules } from '../rules/rules.ts';
import type { Rule } from '../violations.ts';

const activity = ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'];
const grading = ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'];
/** AGS 2.0 3.4.3: with sub-second precision and a zone. */
const preciseTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:?\d\d)$/;
const anyTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** The rules of AGS 2.0 3.4 that the body breaks. */
export function brokenScoreRules(body: Record<string, unknown>): [Rule, string][] {
  const { userId, scoreGiven, scoreMaximum, activityProgress, gradingProgress, timestamp } = body;
  const isTime = typeof timestamp === 'string' && preciseTime.test(timestamp);
  const checks: [Rule, boolean, unknown][] = [
    [rules.userId, typeof userId === 'string' && userId !== '', userId],
    [rules.scoreGiven, isAbsent(scoreGiven) || isNumber(scoreGiven, 0), scoreGiven],
    [
      rules.scoreMaximum,
      isAbsent(scoreMaximum) ? isAbsent(scoreGiven) : isNumber(scoreMaximum, Number.MIN_VALUE),
      scoreMaximum,
    ],
    [rules.activityProgress, activity.includes(String(activityProgress)), activityProgress],
    [rules.gradingProgress, grading.includes(String(gradingProgress)), gradingProgress],
    [rules.timestamp, isTime && !Number.isNaN(Date.parse(timestamp)), timestamp],
    [rules.body, isAbsent(body.comment) || typeof body.comment === 'string', body.comment],
    [rules.submission, isSubmission(body.submission), JSON.stringify(body.submission)],
  ];
  return checks.flatMap(([rule, holds, detail]) => (holds ? [] : [[rule, String(detail)]]));
}

const isAbsent = (value: unknown) => value === undefined;
const isNumber = (value: unknown, least: number) =>
  typeof value === 'number' && Number.isFinite(value) && value >= least;

/** AGS 2.0 3.4.6: started and submitted, the one not after the other. */
function isSubmission(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const times = new Map<string, unknown>(Object.entries(value));
  const [started, submitted] = ['startedAt', 'submittedAt'].map((name) => times.get(name));
  const isTime = (time: unknown) =>
    time === undefined || (typeof time === 'string' && anyTime.test(time));
  if (!isTime(started) || !isTime(submitted)) return false;
  return (
    started === undefined ||
    submitted === undefined ||
    Date.parse(String(started)) <= Date.parse(String(submitted))
  );
}
