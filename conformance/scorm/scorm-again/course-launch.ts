import type { ActivitySettings } from './activity-tree.ts';

/** What the page around scorm-again for SCORM 2004 is told. */
export interface CourseLaunch {
  tree: ActivitySettings;
  /** URL of each item's SCO. */
  launches: Record<string, string>;
  /** Data of a suspended attempt at the first SCO. */
  cmi: object | null;
}

/** What the page tells after every commit, and when the course has ended. */
export interface CourseReport {
  /** Items, in the order in which they were delivered. */
  delivered: string[];
  /** Data model of the SCO that committed last; its keys as in the standard. */
  cmi: CmiOf2004;
  root: { completion: string; success: string; measure: number };
  isFinal: boolean;
}

/** The part that tests look at. */
export interface CmiOf2004 {
  completion_status: string;
  success_status: string;
  suspend_data: string;
  exit: string;
  location: string;
  progress_measure: string;
  score: { scaled: string; raw: string };
  interactions: Readonly<Record<string, { id: string; type: string; result: string }>>;
}
