import { expect } from 'chai';
import { comparableDuration, isDuration } from './duration.ts';

describe('durations (ISO 8601:2004 4.4.3.2)', () => {
  const valid =
    'PT0S P3Y P4W P1.5W P1D PT1H0M0.1S P3Y1M29DT4H35M59.14S PT16559.14S PT1,5H P0.5Y P1DT0.5M';
  for (const text of valid.split(' ')) {
    it(`${text} is one`, () => {
      expect(isDuration(text)).to.equal(true);
    });
  }

  const invalid =
    'P PT 1H PA1H0M0S -PT1H +PT1H P-1D P4W1D P1Y2W P1H PT1D PT1S1M PT1.5H3M PT.5S PT5.S P1DT ' +
    'P0003-06-04T12:30:05 pt1h';
  for (const text of ['', ' PT1S', 'PT1S ', 'PT1S\0', ...invalid.split(' ')]) {
    it(`${JSON.stringify(text)} is none`, () => {
      expect(isDuration(text)).to.equal(false);
    });
  }

  const comparisons: [string, string][] = [
    ['PT1.23999S', 'PT1.23S'],
    ['P1DT12H36M0.12567S', 'P1DT12H36M0.12S'],
    ['PT1,239S', 'PT1,23S'],
    ['PT1.2S', 'PT1.2S'],
    ['PT1S', 'PT1S'],
    ['PT1.2399H', 'PT1.2399H'],
  ];
  for (const [text, compared] of comparisons) {
    it(`2.0 4.2.7 ${text} is compared as ${compared}, cut and not rounded`, () => {
      expect(comparableDuration(text)).to.equal(compared);
    });
  }
});
