import { type CardInput, fsrs, type Grade, Rating as Grades, State } from 'ts-fsrs';
import { asSaved } from '../state/study-state.ts';
import { type Card, type CardPhase, dayOf, type Rating, startOfDay } from './card.ts';

const STATES: Record<CardPhase, State> = {
  new: State.New,
  learning: State.Learning,
  review: State.Review,
  relearning: State.Relearning,
};

const PHASES: Record<State, CardPhase> = {
  [State.New]: 'new',
  [State.Learning]: 'learning',
  [State.Review]: 'review',
  [State.Relearning]: 'relearning',
};

const GRADES: Record<Rating, Grade> = {
  again: Grades.Again,
  hard: Grades.Hard,
  good: Grades.Good,
  easy: Grades.Easy,
};

// Without fuzz the interval follows from the stability, so the due day need not be saved.
const algorithm = fsrs({
  enable_fuzz: false,
  learning_steps: ['1m', '10m'],
  relearning_steps: ['10m'],
});

const DAY_MS = 86_400_000;

/** A card after an answer. */
export interface Scheduled {
  card: Card;
  /** Ms since 1970. */
  due: number;
  /** As the learner is told, in seconds: whole days once a card has left its learning steps. */
  interval: number;
}

/** What each rating would do to the card now. */
export function previewRatings(card: Card, now: number): Record<Rating, Scheduled> {
  const preview = algorithm.repeat(toFsrs(card, now), new Date(now));
  const scheduled = (rating: Rating): Scheduled => {
    const next = preview[GRADES[rating]].card;
    const after = asSaved({
      ...card,
      phase: PHASES[next.state],
      step: Math.min(1, next.learning_steps),
      stability: next.stability,
      difficulty: next.difficulty,
      lastDay: dayOf(now),
      recalled: rating !== 'again',
      buriedOn: null,
    });
    if (after.phase !== 'review') {
      const due = next.due.getTime();
      return { card: after, due, interval: (due - now) / 1000 };
    }
    return { card: after, due: dueOf(after), interval: intervalDays(after) * 86_400 };
  };
  return {
    again: scheduled('again'),
    hard: scheduled('hard'),
    good: scheduled('good'),
    easy: scheduled('easy'),
  };
}

/** When a saved card is due; the minutes of a learning step are not saved, so at once. */
export function dueOf(card: Card): number {
  if (card.phase !== 'review') return startOfDay(card.lastDay);
  return startOfDay(card.lastDay + intervalDays(card));
}

function intervalDays(card: Card): number {
  return algorithm.next_interval(card.stability, 0);
}

/** ts-fsrs counts whole UTC days between two dates, so study days are handed over as such. */
function toFsrs(card: Card, now: number): CardInput {
  const elapsed = Math.max(0, dayOf(now) - card.lastDay);
  return {
    due: new Date(now),
    stability: card.stability,
    difficulty: card.difficulty,
    elapsed_days: elapsed,
    scheduled_days: 0,
    learning_steps: card.step,
    reps: card.phase === 'new' ? 0 : 1,
    lapses: 0,
    state: STATES[card.phase],
    last_review: card.phase === 'new' ? null : new Date(now - elapsed * DAY_MS),
  };
}
