import { expect } from 'chai';
import { freshForMs } from './cache-control.ts';

describe('how long an answer is fresh', () => {
  const cases: [header: string | null, seconds: number][] = [
    [null, 600],
    ['public', 600],
    ['max-age=300', 300],
    ['public, Max-Age="900", immutable', 900],
    ['max-age=0', 60],
    ['no-store, max-age=900', 60],
    ['max-age=999999999', 86_400],
    ['s-maxage=5', 600],
  ];
  for (const [header, seconds] of cases) {
    it(`${header} -> ${seconds} s`, () => {
      expect(freshForMs(header)).to.equal(seconds * 1000);
    });
  }
});
