import type { Sequencing } from './sequencing.ts';

/** What an imported course consists of, as its package says it; it never changes. */
export type CourseStructure =
  | Scorm12Structure
  | Scorm2004Structure
  | Cmi5Structure
  | TincanStructure
  | AiccStructure;

export type CourseKind = CourseStructure['kind'];

/** Something odd about a package, as a person would look for it and understand it. */
export interface CourseWarning {
  /** `item quiz_1`, `imsmanifest.xml`. */
  at: string;
  reason: string;
}

/** A file of the package: `path` as `course_file` has it, not percent-encoded. */
export interface PackageTarget {
  path: string;
  /** To append to the file's URL: empty, or query (parameters included) and fragment. */
  suffix: string;
}

/** A file of the package, or content that its publisher hosts (http or https). */
export type LaunchTarget = PackageTarget | { url: string };

/** From language tag to text; `und` where the package names no language. */
export type LanguageMap = Record<string, string>;

// SCORM

/** What the items of SCORM 1.2 and of 2004 have in common. */
export interface Activity<Item> {
  /** Unique in the course. */
  identifier: string;
  title: string;
  isVisible: boolean;
  /** Null for what only groups its children. */
  resource: ScormResource | null;
  timeLimitAction: TimeLimitAction | null;
  dataFromLMS: string | null;
  children: Item[];
}

export interface ScormResource {
  identifier: string;
  scormType: 'sco' | 'asset';
  target: PackageTarget;
}

export type TimeLimitAction =
  | 'exit,message'
  | 'exit,no message'
  | 'continue,message'
  | 'continue,no message';

export interface Scorm12Structure {
  kind: 'scorm12';
  /** Of the manifest. */
  identifier: string;
  version: string | null;
  /** The default organization: the root of the activity tree, with no resource of its own. */
  organization: Scorm12Item;
}

export interface Scorm12Item extends Activity<Scorm12Item> {
  /** An AICC script expression over item identifiers. */
  prerequisites: string | null;
  /** CMITimespan: `HHHH:MM:SS.SS`. */
  maxTimeAllowed: string | null;
  /** 0 to 100. */
  masteryScore: number | null;
}

export interface Scorm2004Structure {
  kind: 'scorm2004';
  edition: '2nd' | '3rd' | '4th';
  /** Of the manifest. */
  identifier: string;
  version: string | null;
  objectivesGlobalToSystem: boolean;
  sharedDataGlobalToSystem: boolean;
  /** The default organization: the root of the activity tree, with no resource of its own. */
  organization: Scorm2004Item;
}

export interface Scorm2004Item extends Activity<Scorm2004Item> {
  completionThreshold: {
    completedByMeasure: boolean;
    /** In [0,1]. */
    minProgressMeasure: number;
    progressWeight: number;
  };
  hideLMSUI: HiddenControl[];
  /** adlcp:data, 4th edition. */
  data: { targetID: string; readSharedData: boolean; writeSharedData: boolean }[];
  sequencing: Sequencing;
}

export type HiddenControl =
  | 'continue'
  | 'previous'
  | 'exit'
  | 'exitAll'
  | 'abandon'
  | 'abandonAll'
  | 'suspendAll';

// cmi5

export interface Cmi5Structure {
  kind: 'cmi5';
  /** An IRI of the publisher's. */
  id: string;
  title: LanguageMap;
  description: LanguageMap;
  objectives: { id: string; title: LanguageMap; description: LanguageMap }[];
  children: (Cmi5Block | Cmi5Au)[];
}

interface Cmi5Part {
  /** An IRI of the publisher's, unique in the course. */
  id: string;
  title: LanguageMap;
  description: LanguageMap;
  /** Of the course's objectives. */
  objectiveIds: string[];
}

export interface Cmi5Block extends Cmi5Part {
  type: 'block';
  children: (Cmi5Block | Cmi5Au)[];
}

export interface Cmi5Au extends Cmi5Part {
  type: 'au';
  target: LaunchTarget;
  launchMethod: 'OwnWindow' | 'AnyWindow';
  moveOn: 'NotApplicable' | 'Passed' | 'Completed' | 'CompletedAndPassed' | 'CompletedOrPassed';
  /** Scaled, in [0,1]. */
  masteryScore: number | null;
  launchParameters: string | null;
  entitlementKey: string | null;
  /** An IRI. */
  activityType: string | null;
}

// xAPI packages

export interface TincanStructure {
  kind: 'tincan';
  /** In the order of the file; one at least can be launched. */
  activities: TincanActivity[];
}

export interface TincanActivity {
  /** An IRI of the publisher's, unique in the course. */
  id: string;
  /** An IRI. */
  type: string;
  name: LanguageMap;
  description: LanguageMap;
  launch: LaunchTarget | null;
}

// AICC

export interface AiccStructure {
  kind: 'aicc';
  /** `Course_ID` of the .crs file. */
  identifier: string;
  version: string | null;
  children: (AiccBlock | AiccAu)[];
}

interface AiccPart {
  /** `System_ID`, unique in the course. */
  identifier: string;
  title: string;
  description: string | null;
}

export interface AiccBlock extends AiccPart {
  type: 'block';
  children: (AiccBlock | AiccAu)[];
}

export interface AiccAu extends AiccPart {
  type: 'au';
  target: LaunchTarget;
  /** To add to the launch URL, behind the session's own parameters. */
  webLaunch: string | null;
  coreVendor: string | null;
  maxScore: number | null;
  masteryScore: number | null;
  /** `HH:MM:SS`. */
  maxTimeAllowed: string | null;
  timeLimitAction: TimeLimitAction | null;
  /** An AICC script expression. */
  prerequisites: string | null;
}
