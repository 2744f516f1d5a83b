import { expect } from 'chai';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');

describe('Retry-After', () => {
  const cases: [header: string | null, ms: number | undefined][] = [
    [null, undefined],
    ['', undefined],
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
    // RFC 850's and asctime's forms (RFC 9110 5.6.7).
    ['Saturday, 21-Nov-26 10:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['Sat, 99 Nov 2026 09:00:00 GMT', undefined],
  ];
  for (const [header, ms] of cases) {
    it(`${JSON.stringify(header)} -> ${ms} ms`, () => {
      expect(retryAfterMs(header, NOW)).to.equal(ms);
    });
  }
});
