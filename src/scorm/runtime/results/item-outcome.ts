import type { DataModel } from '@crosswalk/course-player/launch';
import type { CourseOutcome } from '../../../core/study/course-attempts.ts';
import type { ScoredItem } from './scored-items.ts';

/**
 * What one item's data model says. SCORM 1.2 has one status for both: who passed or failed has also
 * completed.
 */
export function itemOutcome(item: ScoredItem, cmi: DataModel): CourseOutcome {
  const status = cmi['cmi.core.lesson_status'];
  return status === undefined ? outcome2004(item, cmi) : outcome12(status, cmi);
}

function outcome12(status: string, cmi: DataModel): CourseOutcome {
  const isDone = ['passed', 'failed', 'completed'].includes(status);
  return {
    scoreScaled: share({
      raw: numberOf(cmi['cmi.core.score.raw']),
      min: numberOf(cmi['cmi.core.score.min']) ?? 0,
      max: numberOf(cmi['cmi.core.score.max']) ?? 100,
    }),
    completion: isDone ? 'completed' : 'incomplete',
    success: status === 'passed' || status === 'failed' ? status : 'unknown',
  };
}

/** RTE 4.2.4.1, 4.2.22.1: a threshold decides where there is a measure to compare with. */
function outcome2004(
  { passingScore, completingProgress }: ScoredItem,
  cmi: DataModel,
): CourseOutcome {
  const scaled = numberOf(cmi['cmi.score.scaled']);
  const progress = numberOf(cmi['cmi.progress_measure']);
  const said = cmi['cmi.success_status'];
  const isCompleted =
    completingProgress !== null && progress !== null
      ? progress >= completingProgress
      : cmi['cmi.completion_status'] === 'completed';
  const judged =
    passingScore !== null && scaled !== null
      ? scaled >= passingScore
        ? 'passed'
        : 'failed'
      : said;
  return {
    scoreScaled:
      scaled === null
        ? share({
            raw: numberOf(cmi['cmi.score.raw']),
            min: numberOf(cmi['cmi.score.min']),
            max: numberOf(cmi['cmi.score.max']),
          })
        : clamped(scaled),
    completion: isCompleted ? 'completed' : 'incomplete',
    success: judged === 'passed' || judged === 'failed' ? judged : 'unknown',
  };
}

/** Where raw lies between min and max; null without all three, or where they say nothing. */
function share({ raw, min, max }: Record<'raw' | 'min' | 'max', number | null>): number | null {
  if (raw === null || min === null || max === null || max <= min) return null;
  return clamped((raw - min) / (max - min));
}

function numberOf(text: string | undefined): number | null {
  const n = text ? Number(text) : Number.NaN;
  return Number.isFinite(n) ? n : null;
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
