import type { Plural } from '../plural.ts';

/** Everything a review says. `{name}` is a gap to fill. */
export interface ReviewTexts {
  title: string;
  unknown: string;
  unknownTodo: string;
  notBegun: string;
  score: string;
  points: string;
  noScore: string;
  rule: Record<'best' | 'last' | 'first' | 'average', string>;
  attempt: string;
  study: string;
  counts: string;
  begun: string;
  handedIn: string;
  notFinished: string;
  question: string;
  given: string;
  result: string;
  right: string;
  wrong: string;
  notJudged: string;
  expected: string;
  times: Plural;
  noAnswers: string;
  comment: string;
  commentHint: string;
  save: string;
  saved: string;
}
