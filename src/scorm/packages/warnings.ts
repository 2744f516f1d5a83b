import type { CourseWarning } from '../courses/course-structure.ts';

const MOST_WARNINGS = 200;

/** Tells of something odd; `at` is where a person would look for it. */
export type Warn = (at: string, reason: string) => void;

/** What a part of the package is read with: where it is, and who is told of what is odd there. */
export interface Place {
  at: string;
  warn: Warn;
}

/** The first warnings, each once; `warn` goes to whoever reads a part of the package. */
export function createWarnings(): { warn: Warn; list: CourseWarning[] } {
  const list: CourseWarning[] = [];
  const seen = new Set<string>();
  return {
    list,
    warn: (at, reason) => {
      const key = JSON.stringify([at, reason]);
      if (seen.has(key) || list.length === MOST_WARNINGS) return;
      seen.add(key);
      list.push({ at: at.slice(0, 200), reason: reason.slice(0, 500) });
    },
  };
}
