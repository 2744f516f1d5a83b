import type { MemorySnapshot } from './memory.ts';

/** One answer given elsewhere; `reviewedAt` in ms since 1970 identifies it within its card. */
export interface ImportedReview {
  atomKey: string;
  ord: number;
  reviewedAt: number;
  rating: 'again' | 'hard' | 'good' | 'easy' | 'manual';
  latencyMs: number;
  /** False where the answer must not move the memory state (cramming, manual rescheduling). */
  counts: boolean;
  source?: Record<string, unknown>;
}

/** What a card's schedule was when the file was written. */
export interface ImportedCardState {
  atomKey: string;
  ord: number;
  /** Memory state as the source knew it; absent for new cards. */
  memory?: MemorySnapshot;
  suspended: boolean;
  flag: number;
}
