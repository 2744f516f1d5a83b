import type { ScormVersion } from '../opened-package.ts';
import type { LmsHabits } from './habits.ts';

/** Elements that have been set, by their full names. */
export type Values = Record<string, string>;

/** What the LMS's page is told. */
export interface StrictLaunch {
  version: ScormVersion;
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

export interface StrictApiDeps {
  /** What the LMS knows at launch, and later everything that was set. */
  values: Values;
  habits: LmsHabits;
  /** Each call that the specification forbids. */
  onViolation(call: string): void;
  store(isFinal: boolean): void;
}
