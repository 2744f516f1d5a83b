/** FSRS memory state of one prompt in one person's mind. Times in ms since 1970. */
export interface MemorySnapshot {
  state: 'new' | 'learning' | 'review' | 'relearning';
  due: number;
  /** Days until recall probability falls to 90 %. */
  stability: number;
  /** 1 (easy) to 10 (hard). */
  difficulty: number;
  /** Index into the learning steps. */
  step: number;
  scheduledDays: number;
  reps: number;
  lapses: number;
  lastReview: number | null;
}
