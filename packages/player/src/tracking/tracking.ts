import type { Rating } from '../study/card.ts';

/**
 * Where results go. Asynchronous, and every method may fail: with a `TrackingError` that says
 * whether trying again can help. A recorder stands in front, keeps the order and tries again.
 */
export interface Tracking {
  init(): Promise<TrackingStart>;
  /** Opaque text of at most `limits.stateChars` characters. */
  saveState(state: string): Promise<void>;
  /** Id of the item in view. */
  setLocation(location: string): Promise<void>;
  /** Share of the items that were answered, in [0,1]. */
  progress(share: number): Promise<void>;
  interaction(interaction: Interaction): Promise<void>;
  score(scaled: number): Promise<void>;
  outcome(outcome: Outcome): Promise<void>;
  commit(reason: 'answer' | 'hidden' | 'finish'): Promise<void>;
  /** Ends the session: suspended until the outcome is complete. Called once, last. */
  finish(): Promise<void>;
}

export interface TrackingStart {
  learner: { id: string; name: string } | null;
  /** Only `normal` is recorded. */
  mode: 'normal' | 'browse' | 'review';
  /** Saved state of the session before; '' when there is none. */
  state: string;
  location: string;
  limits: { stateChars: number };
}

export interface Interaction {
  /** Made by the player, unique for each answer (UUIDv7). */
  id: string;
  itemId: string;
  type: 'choice' | 'fill-in' | 'performance';
  /** What was answered: the text, the chosen options' letters joined by commas, or the rating. */
  response: string;
  /** Responses that count as correct, in the same form. */
  correctResponses: readonly string[];
  correct: boolean;
  /** In study mode. */
  rating?: Rating;
  latencyMs: number;
  /** Ms since 1970. */
  at: number;
}

export interface Outcome {
  completion: 'incomplete' | 'completed';
  success: 'unknown' | 'passed' | 'failed';
}

export class TrackingError extends Error {
  override name = 'TrackingError';
  readonly retry: boolean;

  constructor(message: string, retry: 'retry' | 'give up') {
    super(message);
    this.retry = retry === 'retry';
  }
}
