/** What a platform shows of a learner. */
export interface Gradebook {
  /** 1.2: `lesson_status`; 2004: completion and success. */
  status: string;
  score: string;
  suspendData: string;
  exit: string;
  /** Calls that the specification forbids. */
  violations: readonly string[];
}

/** How a platform runs SCORM content. */
export interface Runtime {
  /** Script of its page, which offers the API and opens the content. */
  client: URL;
  /** What the page is told. */
  start(learner: string): unknown;
  /** The newest of what the page has committed. */
  store(commit: unknown): void;
  gradebook(): Gradebook;
}
