import type { PlayerItem } from '../content.ts';
import { shuffled } from './order.ts';

/** `count` questions chosen by the seed, and all that is to be read, in their order. */
export function drawnQuestions(
  items: readonly PlayerItem[],
  count: number | undefined,
  seed: number,
): readonly PlayerItem[] {
  if (count === undefined) return items;
  const questions = items.filter((item) => item.kind !== 'info');
  const drawn = new Set(shuffled(questions, seed).slice(0, count));
  return items.filter((item) => item.kind === 'info' || drawn.has(item));
}
