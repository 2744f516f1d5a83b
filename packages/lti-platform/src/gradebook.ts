import type { Clock } from './clock.ts';

export interface LineItem {
  /** Number within the platform; its URL is made of it. */
  id: string;
  courseId: string;
  clientId: string;
  label: string;
  scoreMaximum: number;
  resourceId?: string;
  tag?: string;
  resourceLinkId?: string;
  startDateTime?: string;
  endDateTime?: string;
  /** Members that are none of the specification's, as they were sent. */
  extensions?: Record<string, unknown>;
}

export interface Score {
  lineItemId: string;
  userId: string;
  timestamp: string;
  /** The body as it was sent. */
  body: Record<string, unknown>;
  receivedAt: number;
}

export interface Result {
  userId: string;
  /** Of `resultMaximum`; undefined after a score without a number. */
  resultScore?: number;
  resultMaximum: number;
  comment?: string;
}

export interface Gradebook {
  addLineItem(item: Omit<LineItem, 'id'>): LineItem;
  lineItem(id: string): LineItem | undefined;
  lineItemsOf(courseId: string): LineItem[];
  change(id: string, changes: Partial<Omit<LineItem, 'id' | 'courseId' | 'clientId'>>): void;
  remove(id: string): void;
  /** Every score that was accepted, in order. */
  readonly scores: readonly Score[];
  lastScore(lineItemId: string, userId: string): Score | undefined;
  accept(score: Omit<Score, 'receivedAt'>, options: { isGraded: boolean }): void;
  results(lineItemId: string): Result[];
  /** What a teacher enters by hand. */
  grade(lineItemId: string, result: Result): void;
}

export function createGradebook(clock: Clock): Gradebook {
  const items = new Map<string, LineItem>();
  const scores: Score[] = [];
  const last = new Map<string, Score>();
  const results = new Map<string, Map<string, Result>>();
  let made = 0;
  const pair = (lineItemId: string, userId: string) => JSON.stringify([lineItemId, userId]);
  const resultsOf = (lineItemId: string) => {
    const found = results.get(lineItemId) ?? new Map<string, Result>();
    results.set(lineItemId, found);
    return found;
  };
  return {
    addLineItem: (item) => {
      made += 1;
      const lineItem = { ...item, id: String(made) };
      items.set(lineItem.id, lineItem);
      return lineItem;
    },
    lineItem: (id) => items.get(id),
    lineItemsOf: (courseId) => [...items.values()].filter((item) => item.courseId === courseId),
    change: (id, changes) => {
      const item = items.get(id);
      if (item) items.set(id, { ...item, ...changes });
    },
    remove: (id) => {
      items.delete(id);
      results.delete(id);
    },
    scores,
    lastScore: (lineItemId, userId) => last.get(pair(lineItemId, userId)),
    accept: (given, { isGraded }) => {
      const score = { ...given, receivedAt: clock.now() };
      scores.push(score);
      last.set(pair(score.lineItemId, score.userId), score);
      const item = items.get(score.lineItemId);
      if (item) setResult(resultsOf(item.id), item, score, isGraded);
    },
    results: (lineItemId) => [...(results.get(lineItemId)?.values() ?? [])],
    grade: (lineItemId, result) => void resultsOf(lineItemId).set(result.userId, result),
  };
}

/** AGS 2.0 3.4.4: scaled to the line item's maximum; 3.4.5: no comment clears the last one. */
function setResult(
  results: Map<string, Result>,
  item: LineItem,
  { userId, body }: Score,
  isGraded: boolean,
): void {
  const { scoreGiven, scoreMaximum, comment } = body;
  const result: Result = { userId, resultMaximum: item.scoreMaximum };
  if (typeof comment === 'string') result.comment = comment;
  const earlier = results.get(userId)?.resultScore;
  if (typeof scoreGiven === 'number' && typeof scoreMaximum === 'number' && isGraded) {
    result.resultScore = (scoreGiven / scoreMaximum) * item.scoreMaximum;
  } else if (!isGraded && earlier !== undefined) {
    result.resultScore = earlier;
  }
  results.set(userId, result);
}
