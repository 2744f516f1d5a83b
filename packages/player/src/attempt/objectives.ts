import type { PlayerContent } from '../content.ts';
import type { ObjectiveResult } from '../tracking/tracking.ts';
import { outcomeOf } from './outcome.ts';

/** Where the learner is with some objectives. `isRight`: of an item, undefined while unanswered. */
export function objectiveResults(
  { objectives = [], items, options }: Pick<PlayerContent, 'objectives' | 'items' | 'options'>,
  ids: readonly string[],
  isRight: (itemId: string) => boolean | undefined,
): ObjectiveResult[] {
  const touched = objectives.filter(({ id }) => ids.includes(id));
  return touched.map(({ id, title }) => {
    const asked = items.filter((item) => item.kind !== 'info' && item.objectives?.includes(id));
    const judged = asked.flatMap((item) => isRight(item.id) ?? []);
    const share = (count: number) => count / Math.max(asked.length, 1);
    const scaled = share(judged.filter(Boolean).length);
    const progress = share(judged.length);
    const { masteryScore } = options;
    const outcome = outcomeOf({ complete: progress === 1, scaled, masteryScore });
    return { id, title, scaled, progress, outcome };
  });
}
