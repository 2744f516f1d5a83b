/** What LMSs do within the specification or beside it. */
export interface LmsHabits {
  place: 'frame' | 'window';
  /** Every call takes so long, as it does where each one is a request. */
  delayMs: number;
  /** Some answer null although they have kept everything. */
  commitAnswer: 'true' | 'null';
  /** Elements, by prefix, that cannot be set here (error 401). */
  unsupported: readonly string[];
  refusesToStart: boolean;
  /** Offers the API of the other version of SCORM as well, which content must leave alone. */
  offersBoth: boolean;
  lessonMode: 'normal' | 'browse' | 'review' | '';
}

export const plainHabits: LmsHabits = {
  place: 'frame',
  delayMs: 0,
  commitAnswer: 'true',
  unsupported: [],
  refusesToStart: false,
  offersBoth: false,
  lessonMode: 'normal',
};
