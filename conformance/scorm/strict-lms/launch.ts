import type { LmsHabits } from './habits.ts';

/** Elements that have been set, by their full names. */
export type Values = Record<string, string>;

/** What the LMS's page is told. */
export interface StrictLaunch {
  content: string;
  values: Values;
  habits: LmsHabits;
}

/** What the LMS's page stores. */
export interface StrictCommit {
  values: Values;
  violations: string[];
  isFinal: boolean;
}
