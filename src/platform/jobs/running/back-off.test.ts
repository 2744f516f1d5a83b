import { expect } from 'chai';
import fc from 'fast-check';
import { retryDelay } from './back-off.ts';

describe('jobs: back-off', () => {
  const always = (value: number) => () => value;

  it('doubles its longest delay from 2 s and stops at 15 minutes', () => {
    const longest = [1, 2, 3, 9, 10, 11, 1000].map((n) => retryDelay(n, always(0.999999)));
    expect(longest).to.deep.equal([1999, 3999, 7999, 511999, 899999, 899999, 899999]);
  });

  it('spreads over the whole range (full jitter)', () => {
    expect(retryDelay(4, always(0))).to.equal(0);
    expect(retryDelay(4, always(0.5))).to.equal(8_000);
  });

  it('is a whole number of milliseconds within the cap for any attempt', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (attempt) => {
        const delay = retryDelay(attempt);
        return Number.isInteger(delay) && delay >= 0 && delay < 15 * 60_000;
      }),
    );
  });
});
