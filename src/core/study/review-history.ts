import type { MemorySnapshot } from './memory.ts';
import { type ReviewRating, ratings, type Scheduler } from './scheduler.ts';

/** One line of a prompt's log, in ms since 1970. */
export interface LogEntry {
  id: string;
  kind: 'review' | 'record' | 'anchor' | 'undo';
  /** 1 again to 4 easy; null where nothing was answered. */
  rating: number | null;
  reviewedAt: number;
  /** For an anchor: the state taken over. */
  stateAfter: MemorySnapshot | null;
  /** For an undo: the review taken back. */
  undoes: string | null;
}

export function ratingNumber(rating: ReviewRating): number {
  return ratings.indexOf(rating) + 1;
}

export function ratingName(number: number): ReviewRating {
  return ratings[number - 1] ?? 'again';
}

/**
 * The memory state that a prompt's log leads to; undefined when nothing in it counts. The last
 * anchor (a state taken over from elsewhere) stands for everything before it.
 */
export function replay(log: readonly LogEntry[], scheduler: Scheduler): MemorySnapshot | undefined {
  const undone = new Set(log.map(({ undoes }) => undoes));
  const entries = log
    .filter(({ id, kind }) => (kind === 'review' || kind === 'anchor') && !undone.has(id))
    .sort(inTime);
  let memory: MemorySnapshot | undefined;
  for (const entry of entries) {
    if (entry.kind === 'anchor') memory = entry.stateAfter ?? undefined;
    else memory = scheduler.next(memory, ratingName(entry.rating ?? 1), entry.reviewedAt);
  }
  return memory;
}

/** At the same time, an anchor includes the review that led to it. */
function inTime(a: LogEntry, b: LogEntry): number {
  const [at, bt] = [timeOf(a), timeOf(b)];
  if (at !== bt) return at - bt;
  if (a.kind !== b.kind) return a.kind === 'anchor' ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** Anki keeps a card's last review in whole seconds: such an anchor stands for its whole second. */
function timeOf({ kind, reviewedAt }: LogEntry): number {
  return kind === 'anchor' && reviewedAt % 1_000 === 0 ? reviewedAt + 999 : reviewedAt;
}
