import { default_w, type FSRS, type FSRSState, fsrs } from 'ts-fsrs';
import type { MemorySnapshot } from '../../../core/study/memory.ts';
import type { CardRow } from './cards.ts';
import type { ReviewRow } from './reviews.ts';

const DAY = 86_400;
/** Larger numbers in `due` are Unix seconds, smaller ones days or positions. */
const SECONDS_FROM = 1_000_000_000;
const TARGET_RETENTION = 0.9;
const DEFAULT_EASE = 2.5;

interface Recall {
  stability: number;
  difficulty: number;
  /** Unix s. */
  lastReview: number | null;
}

/** Turns Anki's schedules into FSRS memory states. `created` is `col.crt`, Unix s. */
export function memoryReader(created: number) {
  const scheduler = fsrs();
  return (card: CardRow, log: ReviewRow[]): MemorySnapshot | undefined => {
    if (card.type === 0) return undefined;
    const recall = recallOf(card, log, { scheduler, created });
    if (!recall) return undefined;
    const due = dueTime(card, created);
    return {
      state: card.type === 2 ? 'review' : card.type === 3 ? 'relearning' : 'learning',
      due: due * 1000,
      stability: clamp(recall.stability, 0.001, 36_500),
      difficulty: clamp(recall.difficulty, 1, 10),
      step: card.type === 1 && card.left % 1000 <= 1 ? 1 : 0,
      scheduledDays: Math.max(0, card.ivl),
      reps: Math.max(0, card.reps),
      lapses: Math.max(0, card.lapses),
      lastReview: recall.lastReview === null ? null : recall.lastReview * 1000,
    };
  };
}

/** What Anki's own FSRS knew; else the log replayed; else converted from SM-2. */
function recallOf(
  card: CardRow,
  log: ReviewRow[],
  { scheduler, created }: { scheduler: FSRS; created: number },
): Recall | undefined {
  const answers = log.filter(isGraded);
  const last = answers.at(-1);
  const lastReview = last ? Math.floor(last.id / 1000) : null;
  const stored = storedState(card.data);
  if (stored)
    return {
      ...stored,
      lastReview: stored.lastReview ?? lastReview ?? reviewedBefore(card, created),
    };
  const replayed = replay(log, scheduler, created);
  if (replayed) return { ...replayed, lastReview };
  if (card.ivl > 0) {
    const state = fromSm2(card.factor, card.ivl);
    return { ...state, lastReview: lastReview ?? reviewedBefore(card, created) };
  }
  return { ...scheduler.next_state(null, 0, 3), lastReview };
}

function storedState(data: string): (FSRSState & { lastReview: number | null }) | undefined {
  if (!data.startsWith('{')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { s, d, lrt }: { s?: unknown; d?: unknown; lrt?: unknown } = parsed;
  if (typeof s !== 'number' || typeof d !== 'number' || !(s > 0) || !(d > 0)) return undefined;
  return {
    stability: s,
    difficulty: d,
    lastReview: typeof lrt === 'number' && lrt > 0 ? lrt : null,
  };
}

/**
 * The state after the last learning group of a log. What came before a reset (type 4 with factor 0)
 * does not count. A log that begins in the middle starts from its first answer's interval.
 */
function replay(log: ReviewRow[], scheduler: FSRS, created: number): FSRSState | undefined {
  const reset = log.findLastIndex((row) => row.type === 4 && row.factor === 0);
  const answers = log.slice(reset + 1).filter(isGraded);
  const lastLearning = answers.findLastIndex(({ type }) => type === 0);
  const start = answers.slice(0, lastLearning + 1).findLastIndex(({ type }) => type !== 0) + 1;
  const [first, ...rest] = answers.slice(lastLearning < 0 ? 0 : start);
  if (!first) return undefined;
  let state: FSRSState;
  if (lastLearning >= 0) state = scheduler.next_state(null, 0, first.ease);
  else if (first.ivl > 0) state = fromSm2(first.factor, first.ivl);
  else return undefined;
  let day = dayOf(first.id, created);
  for (const answer of rest) {
    const today = dayOf(answer.id, created);
    state = scheduler.next_state(state, Math.max(0, today - day), answer.ease);
    day = today;
  }
  return state;
}

/** Answers with a button, cramming (type 3 with factor 0) left out. */
function isGraded({ ease, type, factor }: ReviewRow): boolean {
  return ease >= 1 && ease <= 4 && type <= 3 && !(type === 3 && factor === 0);
}

/** Days begin when the collection's do: `crt` is the start of its first. */
function dayOf(ms: number, created: number): number {
  return Math.floor((ms / 1000 - created) / DAY);
}

/** The conversion of fsrs-rs (`memory_state_from_sm2`), for the retention that SM-2 aims at. */
function fromSm2(factor: number, ivl: number): FSRSState {
  const [w8, w9, w10, w20] = [
    default_w[8] ?? 0,
    default_w[9] ?? 0,
    default_w[10] ?? 0,
    default_w[20] ?? 0.5,
  ];
  const decay = -w20;
  const curve = 0.9 ** (1 / decay) - 1;
  const stability = (Math.max(1, ivl) * curve) / (TARGET_RETENTION ** (1 / decay) - 1);
  // With FSRS on, the column holds the difficulty in hundreds instead (100 to 1,100).
  const ease = factor > 1100 ? factor / 1000 : DEFAULT_EASE;
  const growth = Math.exp(w8) * stability ** -w9 * (Math.exp(w10 * (1 - TARGET_RETENTION)) - 1);
  return { stability, difficulty: clamp(11 - (ease - 1) / growth, 1, 10) };
}

/** When a card is due, Unix s. On loan to a filtered deck, its own due date is in `odue`. */
function dueTime({ due, odue, odid }: CardRow, created: number): number {
  const own = odid !== '0' && odid !== '' && odue !== 0 ? odue : due;
  return clamp(own >= SECONDS_FROM ? own : created + own * DAY, 0, 253_402_300_799);
}

function reviewedBefore(card: CardRow, created: number): number | null {
  return card.ivl > 0 ? Math.max(0, dueTime(card, created) - card.ivl * DAY) : null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
