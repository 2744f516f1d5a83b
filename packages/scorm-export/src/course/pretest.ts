import type { LearningObjective, PlayerContent, PlayerItem } from '@crosswalk/player/content';
import type { Unit } from './course.ts';

/** Without a mastery score, only who knows all of a chapter's questions may skip it. */
const ALL = 1;

/**
 * A test with some questions of each chapter. Each question counts towards its chapter, which is
 * what the platform is told of.
 */
export function pretestContent(
  content: PlayerContent,
  chapters: readonly Pick<Unit, 'content' | 'objective'>[],
  count: number,
): PlayerContent {
  const objectives: LearningObjective[] = [];
  const items: PlayerItem[] = [];
  for (const { content: chapter, objective } of chapters) {
    if (!objective) continue;
    objectives.push(objective);
    const chosen = spread(
      chapter.items.filter(({ kind }) => kind !== 'info'),
      count,
    );
    items.push(...chosen.map((item) => ({ ...item, objectives: [objective.id] })));
  }
  const { questions: _questions, completionThreshold: _threshold, ...options } = content.options;
  const masteryScore = options.masteryScore ?? ALL;
  return {
    ...content,
    options: { ...options, mode: 'test', feedback: 'none', masteryScore },
    objectives,
    items,
  };
}

/** Evenly over the list, the first among them. */
function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count);
  return list.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step)).slice(0, count);
}
