import type { Card, CardPhase } from '../study/card.ts';
import { type EntryCodec, packEntries, unpackEntries } from './entries.ts';

/** Days since 1970 on which the state was saved; the days in it count back from here. */
interface StudyHeader {
  day: number;
}

const PHASES: CardPhase[] = ['new', 'learning', 'review', 'relearning'];

const STABILITY = { bits: 10, min: 0.01, max: 36_500 };
const DIFFICULTY = { bits: 6, min: 1, max: 10 };
const AGE_BITS = 11;

/** Phase 2, marks 3; once answered: recalled 1, step 1, stability 10, difficulty 6, age 11. */
const CODEC: EntryCodec<StudyHeader, Card> = {
  format: 1,
  writeHeader: ({ day }, out) => out.write(day, 16),
  readHeader: (from) => ({ day: from.read(16) }),
  writeEntry(card, { day }, out) {
    out.write(PHASES.indexOf(card.phase), 2);
    out.write(card.buriedOn === day ? 1 : 0, 1);
    out.write(card.suspended ? 1 : 0, 1);
    out.write(card.flagged ? 1 : 0, 1);
    if (card.phase === 'new') return;
    out.write(card.recalled ? 1 : 0, 1);
    out.write(card.step, 1);
    out.write(stabilityLevel(card.stability), STABILITY.bits);
    out.write(difficultyLevel(card.difficulty), DIFFICULTY.bits);
    out.write(clamp(day - card.lastDay, 0, 2 ** AGE_BITS - 1), AGE_BITS);
  },
  readEntry({ day }, from) {
    const phase = PHASES[from.read(2)] ?? 'new';
    const marks = {
      buriedOn: from.read(1) === 1 ? day : null,
      suspended: from.read(1) === 1,
      flagged: from.read(1) === 1,
    };
    if (phase === 'new') {
      return { phase, ...marks, recalled: false, step: 0, stability: 0, difficulty: 0, lastDay: 0 };
    }
    return {
      phase,
      ...marks,
      recalled: from.read(1) === 1,
      step: from.read(1),
      stability: stabilityAt(from.read(STABILITY.bits)),
      difficulty: difficultyAt(from.read(DIFFICULTY.bits)),
      lastDay: day - from.read(AGE_BITS),
    };
  },
};

export interface StudyStateInput {
  ids: readonly string[];
  cards: ReadonlyMap<string, Card>;
  day: number;
  /** Characters. */
  limit: number;
}

/**
 * Never longer than `limit`: when not all cards fit, the most recently answered are kept and the
 * others will be new again.
 */
export function packStudyState({ ids, cards, day, limit }: StudyStateInput): string {
  const entries = [...cards]
    .filter(([, card]) => isWorthSaving(card, day))
    .sort(([, a], [, b]) => b.lastDay - a.lastDay);
  return packEntries(CODEC, { ids, header: { day }, entries, limit });
}

/** @throws StateError */
export function unpackStudyState(ids: readonly string[], text: string): Map<string, Card> {
  return unpackEntries(CODEC, ids, text).entries;
}

/** The card as it will be when it is read again: what the learner is told is then what is kept. */
export function asSaved(card: Card): Card {
  return {
    ...card,
    stability: stabilityAt(stabilityLevel(card.stability)),
    difficulty: difficultyAt(difficultyLevel(card.difficulty)),
  };
}

function isWorthSaving(card: Card, day: number): boolean {
  return card.phase !== 'new' || card.suspended || card.flagged || card.buriedOn === day;
}

// Levels grow by 1.5 %, so a saved stability is within 0.75 % of the true one.
const STABILITY_RANGE = Math.log(STABILITY.max / STABILITY.min);

function stabilityLevel(days: number): number {
  const share = Math.log(clamp(days, STABILITY.min, STABILITY.max) / STABILITY.min);
  return Math.round((share / STABILITY_RANGE) * (2 ** STABILITY.bits - 1));
}

function stabilityAt(level: number): number {
  return STABILITY.min * Math.exp((level / (2 ** STABILITY.bits - 1)) * STABILITY_RANGE);
}

const DIFFICULTY_STEP = (DIFFICULTY.max - DIFFICULTY.min) / (2 ** DIFFICULTY.bits - 1);

function difficultyLevel(difficulty: number): number {
  return Math.round(
    (clamp(difficulty, DIFFICULTY.min, DIFFICULTY.max) - DIFFICULTY.min) / DIFFICULTY_STEP,
  );
}

function difficultyAt(level: number): number {
  return DIFFICULTY.min + level * DIFFICULTY_STEP;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
