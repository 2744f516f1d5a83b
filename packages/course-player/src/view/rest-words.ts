import type { SaveState } from '../commits/outbox.ts';
import type { Strings } from '../strings/strings.ts';

/** `left`: by the learner, to come back. */
export type Rest = 'choose' | 'finished' | 'left';

/**
 * What stands below the heading while nothing is open. Only who has saved everything is told so.
 * @param saved null: nothing is recorded
 */
export function restWords(kind: Rest, saved: SaveState | null, strings: Strings): string {
  if (kind === 'choose') return strings.chooseTodo;
  return saved === 'saved' ? strings.canClose : '';
}
