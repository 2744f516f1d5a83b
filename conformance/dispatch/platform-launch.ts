/** A data model, as scorm-again stores it. */
export type Cmi = Readonly<Record<string, unknown>>;

/** What the page around scorm-again is told. */
export interface PlatformLaunch {
  version: '1.2' | '2004';
  content: string;
  /** Data model to begin with: of a new attempt, or as stored by the runtime. */
  cmi: Cmi;
}

/** What it commits. */
export interface PlatformCommit {
  cmi: Cmi;
  isFinal: boolean;
}
