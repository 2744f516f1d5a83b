import { expect } from 'chai';
import type { MemorySnapshot } from './memory.ts';
import { type LogEntry, replay } from './review-history.ts';
import { createScheduler } from './scheduler.ts';

const scheduler = createScheduler({ desiredRetention: 0.9 });
const AT = Date.UTC(2026, 5, 1, 9);
const taken: MemorySnapshot = {
  state: 'review',
  due: AT + 12 * 86_400_000,
  stability: 13.2,
  difficulty: 4,
  step: 0,
  scheduledDays: 12,
  reps: 4,
  lapses: 0,
  lastReview: AT,
};
const anchor: LogEntry = {
  id: 'a',
  kind: 'anchor',
  rating: null,
  reviewedAt: AT,
  stateAfter: taken,
  undoes: null,
};
const review = (reviewedAt: number): LogEntry => ({
  ...anchor,
  id: `r${reviewedAt}`,
  kind: 'review',
  rating: 3,
  reviewedAt,
  stateAfter: null,
});

describe('a state taken over from elsewhere', () => {
  it('stands for everything before it, and for the review that led to it', () => {
    const log = [review(AT - 86_400_000), anchor, review(AT)];
    expect(replay(log, scheduler)).to.deep.equal(taken);
  });

  it('stands for its whole second where its source keeps seconds', () => {
    expect(replay([review(AT + 31), anchor], scheduler)).to.deep.equal(taken);
  });

  it('is gone on from by later reviews', () => {
    const next = AT + 5_000;
    expect(replay([anchor, review(next)], scheduler)).to.deep.equal(
      scheduler.next(taken, 'good', next),
    );
  });
});
