import { expect } from 'chai';
import { nextTick } from './cron.ts';

describe('jobs: cron', () => {
  const cases: [string, string, string][] = [
    ['17 3 * * *', '2026-03-28T03:17:00Z', '2026-03-29T03:17:00.000Z'],
    ['17 3 * * *', '2026-03-28T03:16:59Z', '2026-03-28T03:17:00.000Z'],
    // Clocks go forward at 01:00 UTC in Europe: UTC has no such hour.
    ['30 1 * * *', '2026-03-29T00:59:00Z', '2026-03-29T01:30:00.000Z'],
    ['0 0 1 1 *', '2026-06-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['*/15 * * * * *', '2026-06-01T00:00:15Z', '2026-06-01T00:00:30.000Z'],
  ];
  for (const [cron, from, next] of cases) {
    it(`${cron} after ${from} -> ${next}`, () => {
      expect(nextTick(cron, new Date(from)).toISOString()).to.equal(next);
    });
  }

  it('refuses an expression that is wrong or never comes true', () => {
    expect(() => nextTick('every day', new Date())).to.throw();
    expect(() => nextTick('0 0 30 2 *', new Date())).to.throw(RangeError);
  });
});
