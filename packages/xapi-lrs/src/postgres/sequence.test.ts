import { expect } from 'chai';
import { firstAfter, firstAt, storedAt } from './sequence.ts';

describe('places of statements', () => {
  const at = Date.UTC(2026, 10, 21, 12, 0, 0, 5);

  it('lie after a time only when they are stored in a later millisecond', () => {
    const last = firstAt(at) + 999;
    expect(storedAt(last).getTime()).to.equal(at);
    expect(last).to.be.below(firstAfter(new Date(at)));
    expect(last + 1).to.equal(firstAfter(new Date(at)));
  });

  it('stay exact as numbers for two centuries', () => {
    expect(firstAt(Date.UTC(2226, 0, 1)) + 1).to.be.below(Number.MAX_SAFE_INTEGER);
  });
});
