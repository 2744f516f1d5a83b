import type { DataModel, TreeOutcome } from '@crosswalk/course-player/launch';
import type { CourseOutcome } from '../../../core/study/course-attempts.ts';
import { itemOutcome } from './item-outcome.ts';
import type { ScoredItem } from './scored-items.ts';

const nothing: CourseOutcome = { scoreScaled: null, completion: 'incomplete', success: 'unknown' };

/**
 * What a course without an activity tree to roll up comes to: of one item, that item's; of several,
 * completed when all are, failed when one is failed, passed when one is passed and none failed, and
 * scored by the mean of the items that have a score.
 */
export function courseOutcome(
  items: readonly ScoredItem[],
  dataModels: Readonly<Record<string, DataModel>>,
): CourseOutcome {
  const outcomes = items.map((item) => itemOutcome(item, dataModels[item.id] ?? {}));
  if (outcomes.length <= 1) return outcomes[0] ?? nothing;
  const scores = outcomes.flatMap(({ scoreScaled }) => scoreScaled ?? []);
  const isCompleted = outcomes.every(({ completion }) => completion === 'completed');
  const said = new Set(outcomes.map(({ success }) => success));
  const success = said.has('failed') ? 'failed' : said.has('passed') ? 'passed' : 'unknown';
  return {
    scoreScaled:
      scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    completion: isCompleted ? 'completed' : 'incomplete',
    success: isCompleted ? success : 'unknown',
  };
}

/** What an activity tree has been rolled up to; a measure below zero is no score of the hub's. */
export function treeOutcome({ completion, success, measure }: TreeOutcome): CourseOutcome {
  return {
    scoreScaled: measure === null ? null : Math.min(1, Math.max(0, measure)),
    completion,
    success,
  };
}
