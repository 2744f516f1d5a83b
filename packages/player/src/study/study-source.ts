import type { PlayerItem } from '../content.ts';
import type { Interaction } from '../tracking/tracking.ts';
import type { Rating } from './card.ts';

/** Where prompts come from and ratings go: FSRS in the player, or the hub. */
export interface StudySource {
  next(): Promise<StudyTurn>;
  counts(): StudyCounts;
  rate(answer: RatedAnswer): Promise<void>;
  canUndo(): boolean;
  /** Takes the last rating or mark back; its prompt comes next. */
  undo(): Promise<'rating' | 'mark' | null>;
  mark(itemId: string, action: MarkAction): Promise<void>;
  /** Prompts that are suspended and can be brought back by `restoreSuspended`. */
  suspendedCount(): number;
  restoreSuspended(): void;
  /** In [0,1]; how far bar and status are. */
  progress(): number;
}

export type StudyTurn =
  | {
      kind: 'prompt';
      item: PlayerItem;
      /** Seconds until the prompt comes back. */
      intervals: Record<Rating, number>;
      flagged: boolean;
    }
  /** Nothing is due; `nextDueAt` in ms since 1970, null when nothing is left to come. */
  | { kind: 'finished'; nextDueAt: number | null }
  /** The hub cannot be reached. */
  | { kind: 'unreachable' };

export interface StudyCounts {
  new: number;
  learning: number;
  due: number;
}

export type MarkAction = 'bury' | 'suspend' | 'flag' | 'unflag';

export interface RatedAnswer extends Interaction {
  rating: Rating;
}
