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
    }
  | {
      type: 'course-scored';
      /** Of this score: an attempt at a course may come to several. */
      id: string;
      attemptId: string;
      personId: string;
      course: CourseSubject;
      scoreScaled: number | null;
      completion: 'incomplete' | 'completed';
      success: 'unknown' | 'passed' | 'failed';
      at: Date;
    }
  | {
      type: 'course-answer';
      id: string;
      attemptId: string;
      personId: string;
      course: CourseSubject;
      /** Id of the activity of the course that asked. */
      itemId: string;
      interaction: CourseInteraction;
      at: Date;
    };

/** What a statement tells of an imported course. */
export interface CourseSubject {
  id: string;
  title: string;
  /** BCP 47. */
  language: string | null;
}

/** What the content of a course says that a learner was asked and answered. */
export interface CourseInteraction {
  id: string;
  /** Of xAPI (2.0 4.2.4.2.2), whose formats of responses are SCORM 2004's. */
  type:
    | 'true-false'
    | 'choice'
    | 'fill-in'
    | 'long-fill-in'
    | 'matching'
    | 'performance'
    | 'sequencing'
    | 'likert'
    | 'numeric'
    | 'other';
  description: string | null;
  response: string | null;
  correctResponses: string[];
  /** null: right and wrong do not apply, or are not told. */
  correct: boolean | null;
  latencyMs: number | null;
}

/**
 * Where statements about acts go, in the transaction that writes the fact, and last in it: one
 * transaction of a tenant writes statements at a time. Declared here, wired in
 * by the start-up: the core knows no xAPI.
 */
export interface StatementSink {
  write(db: TenantDb, acts: readonly Act[]): Promise<void>;
}
