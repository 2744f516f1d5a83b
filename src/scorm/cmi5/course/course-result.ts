import { type Au, ausOf, type XapiStructure } from './au.ts';
import { type AuProgress, type Progress, satisfiedParts } from './move-on.ts';

/** What a registration is worth, in the words of attempts. */
export interface CourseResult {
  /** In [0,1]; null while no AU has told a score. */
  scoreScaled: number | null;
  completion: 'incomplete' | 'completed';
  success: 'unknown' | 'passed' | 'failed';
}

/**
 * Completed: the course is satisfied. The score is the mean of the AUs that are graded (they have a
 * mastery score, or told a score); those that are still to come count as 0. Passed when every AU that
 * is judged was passed; failed as soon as one is failed and was not passed since.
 */
export function courseResult(structure: XapiStructure, progress: Progress): CourseResult {
  const aus = ausOf(structure).map((au, place) => ({ au, progress: progress.get(place) }));
  const toDo = aus.filter(({ progress }) => !progress?.waivedAt);
  const judged = toDo.filter(isJudged);
  const isFailed = judged.some(({ progress }) => progress?.failedAt && !progress.passedAt);
  const isPassed = judged.length > 0 && judged.every(({ progress }) => progress?.passedAt);
  return {
    scoreScaled: scoreOf(toDo),
    completion: satisfiedParts(structure, progress).course ? 'completed' : 'incomplete',
    success: isFailed ? 'failed' : isPassed ? 'passed' : 'unknown',
  };
}

interface AuWithProgress {
  au: Au;
  progress: AuProgress | undefined;
}

function isJudged({ au, progress }: AuWithProgress): boolean {
  return au.masteryScore !== null || Boolean(progress?.passedAt ?? progress?.failedAt);
}

function scoreOf(aus: readonly AuWithProgress[]): number | null {
  const scores = aus.flatMap(({ au, progress }) => {
    const score = progress?.scoreScaled ?? null;
    return score === null && au.masteryScore === null ? [] : [score];
  });
  if (scores.every((score) => score === null)) return null;
  return scores.reduce<number>((sum, score) => sum + (score ?? 0), 0) / scores.length;
}
