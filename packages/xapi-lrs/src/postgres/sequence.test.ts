import { expect } from 'chai';
import { firstAfter, firstAt, nextSeq, storedAt } from './sequence.ts';

describe('places of statements', () => {
  const at = Date.UTC(2026, 10, 21, 12, 0, 0, 5);

  it('follow the clock', () => {
    expect(storedAt(nextSeq(at + 0.9, undefined)).getTime()).to.equal(at);
    expect(nextSeq(at, firstAt(at - 1))).to.equal(firstAt(at));
  });

  it('rise within a millisecond, and while the clock stands or steps back', () => {
    expect(nextSeq(at, firstAt(at))).to.equal(firstAt(at) + 1);
    expect(nextSeq(at - 5_000, firstAt(at) + 7)).to.equal(firstAt(at) + 8);
  });

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
