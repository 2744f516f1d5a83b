export type CardPhase = 'new' | 'learning' | 'review' | 'relearning';

export type Rating = 'again' | 'hard' | 'good' | 'easy';

export const RATINGS: readonly Rating[] = ['again', 'hard', 'good', 'easy'];

/** What the player remembers of one prompt. Days are study days (see `dayOf`). */
export interface Card {
  phase: CardPhase;
  /** Index into the learning steps, 0 or 1. */
  step: number;
  /** Days until the chance to recall falls to 90 %. */
  stability: number;
  /** 1 (easy) to 10 (hard). */
  difficulty: number;
  /** Day of the last answer. */
  lastDay: number;
  /** Whether the last answer was anything but Again. */
  recalled: boolean;
  /** Not shown on this day. */
  buriedOn: number | null;
  suspended: boolean;
  flagged: boolean;
}

export const NEW_CARD: Card = {
  phase: 'new',
  step: 0,
  stability: 0,
  difficulty: 0,
  lastDay: 0,
  recalled: false,
  buriedOn: null,
  suspended: false,
  flagged: false,
};

const ROLL_OVER_HOURS = 4;
const DAY_MS = 86_400_000;

/** Study day of a moment in the learner's time zone; a day begins at 4 in the morning. */
export function dayOf(ms: number): number {
  const offset = new Date(ms).getTimezoneOffset() * 60_000;
  return Math.floor((ms - offset - ROLL_OVER_HOURS * 3_600_000) / DAY_MS);
}

/** The moment at which a study day begins. */
export function startOfDay(day: number): number {
  const utc = day * DAY_MS + ROLL_OVER_HOURS * 3_600_000;
  return utc + new Date(utc).getTimezoneOffset() * 60_000;
}
