import type { Rating } from '../study/card.ts';

/**
 * Where results go. Asynchronous, and every method may fail: with a `TrackingError` that says
 * whether trying again can help. A recorder stands in front, keeps the order and tries again.
 */
export interface Tracking {
  init(): Promise<TrackingStart>;
  /**
   * Opaque text of at most `limits.stateChars` characters. `beyond the end`: also a test that is
   * complete must find it again, as it holds what was not delivered.
   */
  saveState(state: string, lasts?: 'beyond the end'): Promise<void>;
  /** Id of the item in view. */
  setLocation(location: string): Promise<void>;
  /** Share of the items that were answered, in [0,1]. */
  progress(share: number): Promise<void>;
  interaction(interaction: Interaction): Promise<void>;
  objective(result: ObjectiveResult): Promise<void>;
  score(scaled: number): Promise<void>;
  outcome(outcome: Outcome): Promise<void>;
  commit(reason: 'answer' | 'hidden' | 'end'): Promise<void>;
  /**
   * Commits what is left and ends the session: suspended until the outcome is complete. Called
   * once, last. `leave`: the page goes away, so that nothing after the first `await` may ever run.
   */
  finish(way: 'exit' | 'leave'): Promise<void>;
}

export interface TrackingStart {
  learner: { id: string; name: string } | null;
  /** Only `normal` is recorded. */
  mode: 'normal' | 'browse' | 'review';
  /** Saved state of the session before; '' when there is none. */
  state: string;
  location: string;
  /** Scaled score that passes, where the learning platform sets one of its own. */
  masteryScore?: number;
  limits: { stateChars: number };
}

export interface Interaction {
  /** Made by the player, unique for each answer (UUIDv7). */
  id: string;
  itemId: string;
  type: 'choice' | 'fill-in' | 'performance';
  /** The question as plain text. */
  description: string;
  /** What was answered: the text, the chosen options' letters joined by commas, or the rating. */
  response: string;
  /** Responses that count as correct, in the same form. */
  correctResponses: readonly string[];
  /** Of a choice: the letters of its options and what they say as plain text. */
  choices?: readonly { id: string; text: string }[];
  correct: boolean;
  /** Learning objectives of the content that the item belongs to. */
  objectiveIds: readonly string[];
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

/** How far a learner is with one learning objective of the content. */
export interface ObjectiveResult {
  id: string;
  title: string;
  /** In [0,1]. */
  scaled: number;
  /** In [0,1]. */
  progress: number;
  outcome: Outcome;
}

export class TrackingError extends Error {
  override name = 'TrackingError';
  readonly retry: boolean;

  constructor(message: string, retry: 'retry' | 'give up') {
    super(message);
    this.retry = retry === 'retry';
  }
}
