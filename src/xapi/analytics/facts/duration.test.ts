import { expect } from 'chai';
import { durationMs } from './duration.ts';

describe('xAPI analytics: durations', () => {
  for (const [text, ms] of [
    ['PT1S', 1_000],
    ['PT0.25S', 250],
    ['PT1,5M', 90_000],
    ['PT1H2M3.004S', 3_723_004],
    ['P1DT1S', 86_401_000],
    ['P2W', 14 * 86_400_000],
    ['P1M', 30 * 86_400_000],
    ['P1Y', 365 * 86_400_000],
    ['P11Y', undefined],
    ['an hour', undefined],
  ] as const) {
    it(`take ${text} for ${ms}`, () => {
      expect(durationMs(text)).to.equal(ms);
    });
  }
});
