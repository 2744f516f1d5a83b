/** What the page around scorm-again is told. */
export interface ScormAgainLaunch {
  content: string;
  /** Data model to begin with: of a new attempt, or as stored by the runtime. */
  cmi: object;
}
