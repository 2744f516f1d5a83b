import { expect } from 'chai';
import { isWorthTheSame, successOf } from './attempt-success.ts';

describe('the success of an attempt', () => {
  /** As it comes back from a column of type real. */
  const stored = (score: number) => Number(Math.fround(score).toPrecision(7));

  it('is reached by exactly the mastery score, as given or as stored', () => {
    for (const share of [0.1, 1 / 3, 2 / 3, 5 / 6, 0.7, 1]) {
      for (const score of [share, stored(share)]) {
        expect(successOf(score, stored(share)), `${score}`).to.equal('passed');
      }
      expect(successOf(share - 1e-5, stored(share))).to.equal('failed');
    }
  });

  it('is unknown without a score or a mastery score', () => {
    expect(successOf(null, 0.5)).to.equal('unknown');
    expect(successOf(0.5, undefined)).to.equal('unknown');
  });

  it('is told again where completion, success or score are others, not where one is rounded', () => {
    const one = { completion: 'completed', success: 'passed', scoreScaled: 2 / 3 } as const;
    expect(isWorthTheSame({ ...one, scoreScaled: stored(2 / 3) }, one)).to.equal(true);
    expect(isWorthTheSame({ ...one, success: 'failed' }, one)).to.equal(false);
    expect(isWorthTheSame({ ...one, completion: 'incomplete' }, one)).to.equal(false);
    expect(isWorthTheSame({ ...one, scoreScaled: null }, { ...one, scoreScaled: 0 })).to.equal(
      false,
    );
  });
});
