import { type Card, createEmptyCard, fsrs, type Grade, Rating } from 'ts-fsrs';
import type { MemorySnapshot } from './memory.ts';

export const ratings = ['again', 'hard', 'good', 'easy'] as const;
export type ReviewRating = (typeof ratings)[number];

const grades: Record<ReviewRating, Grade> = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
};

const stateNames = ['new', 'learning', 'review', 'relearning'] as const;

export interface SchedulerOptions {
  /** FSRS-6 weights (21); default: the published ones. */
  weights?: number[] | undefined;
  /** Recall probability at which a prompt comes due, in [0.7, 0.99]. */
  desiredRetention: number;
}

/** FSRS without randomness, so that state replayed from the log equals the state stored. */
export interface Scheduler {
  /** The state after an answer; `undefined` before means: never seen. `at` in ms since 1970. */
  next(before: MemorySnapshot | undefined, rating: ReviewRating, at: number): MemorySnapshot;
  /** What each of the four answers would lead to. */
  preview(before: MemorySnapshot | undefined, at: number): Record<ReviewRating, MemorySnapshot>;
}

export function createScheduler({ weights, desiredRetention }: SchedulerOptions): Scheduler {
  const engine = fsrs({
    ...(weights && { w: weights }),
    request_retention: desiredRetention,
    enable_fuzz: false,
  });
  const next: Scheduler['next'] = (before, rating, at) =>
    toSnapshot(engine.next(toCard(before, at), new Date(at), grades[rating]).card);
  return {
    next,
    preview: (before, at) => {
      const all = engine.repeat(toCard(before, at), new Date(at));
      return {
        again: toSnapshot(all[Rating.Again].card),
        hard: toSnapshot(all[Rating.Hard].card),
        good: toSnapshot(all[Rating.Good].card),
        easy: toSnapshot(all[Rating.Easy].card),
      };
    },
  };
}

function toCard(memory: MemorySnapshot | undefined, at: number): Card {
  const card = createEmptyCard(new Date(at));
  if (!memory) return card;
  return {
    ...card,
    due: new Date(memory.due),
    stability: memory.stability,
    difficulty: memory.difficulty,
    scheduled_days: memory.scheduledDays,
    learning_steps: memory.step,
    reps: memory.reps,
    lapses: memory.lapses,
    state: stateNames.indexOf(memory.state),
    ...(memory.lastReview !== null && { last_review: new Date(memory.lastReview) }),
  };
}

function toSnapshot(card: Card): MemorySnapshot {
  return {
    state: stateNames[card.state] ?? 'new',
    due: card.due.getTime(),
    stability: card.stability,
    difficulty: card.difficulty,
    step: card.learning_steps,
    scheduledDays: card.scheduled_days,
    reps: card.reps,
    lapses: card.lapses,
    lastReview: card.last_review?.getTime() ?? null,
  };
}

/** FSRS's number of a state, as it is stored. */
export function stateNumber(state: MemorySnapshot['state']): number {
  return stateNames.indexOf(state);
}

export function stateName(number: number): MemorySnapshot['state'] {
  return stateNames[number] ?? 'new';
}
