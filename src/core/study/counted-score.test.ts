import { expect } from 'chai';
import type { Assignment } from './assignment.store.ts';
import type { Attempt } from './attempt.store.ts';
import { counted } from './counted-score.ts';

describe('the counted score of an assignment', () => {
  const attempt = (
    n: number,
    scoreScaled: number | null,
    more: Partial<Attempt> = {},
  ): Attempt => ({
    ...{
      id: `a${n}`,
      personId: 'p',
      deckId: 'd',
      deckRevision: 1,
      courseId: null,
      assignmentId: 'x',
    },
    ...{ mode: 'test', scoreScaled, completion: 'completed', success: 'unknown' },
    ...{ startedAt: new Date(n), finishedAt: new Date(n + 1), comment: null, ...more },
  });
  const attempts = [attempt(1, 0.5), attempt(2, 0.9), attempt(3, 0.9), attempt(4, 0.1)];

  const rules: [Assignment['scoreRule'], id: string, score: number][] = [
    ['best', 'a2', 0.9],
    ['last', 'a4', 0.1],
    ['first', 'a1', 0.5],
    ['average', 'a4', 0.6],
  ];
  for (const [scoreRule, attemptId, score] of rules) {
    it(`${scoreRule}: ${score}`, () => {
      const result = counted(attempts, { scoreRule, masteryScore: 0.6 });
      expect(result).to.include({ attemptId, completion: 'completed' });
      expect(result?.scoreScaled).to.be.closeTo(score, 1e-9);
      expect(result?.success).to.equal(score >= 0.6 ? 'passed' : 'failed');
    });
  }

  it('attempts without a score count only while there is none with one', () => {
    const rule = { scoreRule: 'last', masteryScore: null } as const;
    const none = attempt(5, null, { completion: 'incomplete' });
    expect(counted([none], rule)).to.include({ attemptId: 'a5', scoreScaled: null });
    expect(counted([...attempts, none], rule)).to.include({ attemptId: 'a4', scoreScaled: 0.1 });
    expect(counted([], rule)).to.equal(undefined);
  });

  it('who has completed once has completed', () => {
    const better = attempt(2, 0.9, { completion: 'incomplete', finishedAt: null });
    const result = counted([attempt(1, 0.5), better], { scoreRule: 'best', masteryScore: null });
    expect(result).to.deep.include({ attemptId: 'a2', completion: 'completed', submittedAt: null });
  });
});
