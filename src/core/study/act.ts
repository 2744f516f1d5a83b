import type { TenantDb } from '../../platform/database/database.ts';

/** Something a person did, as a fact: `record` writes it once, with its statement and its event. */
export type Act =
  | {
      type: 'review';
      id: string;
      personId: string;
      promptId: string;
      rating: 'again' | 'hard' | 'good' | 'easy';
      at: Date;
      latencyMs: number;
    }
  | {
      type: 'answer';
      id: string;
      personId: string;
      promptId: string;
      attemptId: string;
      response: string;
      correct: boolean | null;
      at: Date;
      latencyMs: number;
    }
  | {
      type: 'attempt-finished';
      id: string;
      personId: string;
      deckId: string;
      scoreScaled: number | null;
      completion: 'incomplete' | 'completed';
      success: 'unknown' | 'passed' | 'failed';
      at: Date;
    };

/**
 * Where statements about acts go, in the transaction that writes the fact, and last in it: one
 * transaction of a tenant writes statements at a time. Declared here, wired in
 * by the start-up: the core knows no xAPI.
 */
export interface StatementSink {
  write(db: TenantDb, acts: readonly Act[]): Promise<void>;
}
