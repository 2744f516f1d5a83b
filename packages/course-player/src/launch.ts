/** What the page is told by whoever serves it, as JSON in its element `launch`. */
export interface CourseLaunch {
  /** API that the content looks for: `API` (1.2, AICC) or `API_1484_11` (2004). */
  standard: 'scorm12' | 'scorm2004';
  title: string;
  /** BCP 47, of the page's own words. */
  locale: string;
  items: LaunchItem[];
  /** SCORM 2004: the activity tree in the words of scorm-again's settings. */
  activityTree: unknown;
  /** What the learner has left behind; null for a first visit. */
  stored: StoredAttempt | null;
  /** Where commits go; null: nothing is recorded. */
  commitUrl: string | null;
  /** Where the way out leads. */
  returnUrl: string | null;
}

/** An element of the data model to its value, which is text in every one. */
export type DataModel = Record<string, string>;

/** One item of the organization; only those with a `url` can be opened. */
export interface LaunchItem {
  id: string;
  title: string;
  isVisible: boolean;
  url: string | null;
  /** A SCO talks to the runtime, an asset does not. */
  isSco: boolean;
  /** Controls that are not shown beside it (adlnav:hideLMSUI). */
  hidden: string[];
  /** Data model of a first attempt, `cmi.` included: who learns, and what the manifest says. */
  starting: DataModel;
  children: LaunchItem[];
}

export interface StoredAttempt {
  currentItem: string | null;
  /** SCORM 2004: state of the activity tree as the runtime has serialized it. */
  sequencing: string | null;
  isEnded: boolean;
  /** By item. */
  dataModels: Record<string, DataModel>;
}

/** What is sent to `commitUrl`: everything that has changed since the last answer. */
export interface CourseCommit {
  /** Rises by one with each; a number that was seen before changes nothing. */
  number: number;
  items: ItemChanges[];
  currentItem: string | null;
  /** Left out where it is as it was, or where the last message of a page would get too long. */
  sequencing?: string;
  /** SCORM 2004: what the activity tree has come to; left out where it is as it was. */
  outcome?: TreeOutcome;
  isEnded: boolean;
}

export interface ItemChanges {
  item: string;
  /** The item begins anew: what was stored of it is forgotten. */
  isFresh: boolean;
  changes: DataModel;
}

export interface TreeOutcome {
  completion: 'incomplete' | 'completed';
  success: 'unknown' | 'passed' | 'failed';
  /** In [-1,1]; null: none. */
  measure: number | null;
}
