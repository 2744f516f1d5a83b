import { expect } from 'chai';
import { byteRange } from './byte-range.ts';

describe('a range of a file', () => {
  const cases: [header: string, expected: ReturnType<typeof byteRange>][] = [
    ['', undefined],
    ['bytes=0-', { start: 0, end: 9 }],
    ['bytes=2-4', { start: 2, end: 4 }],
    ['bytes=2-400', { start: 2, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-30', { start: 0, end: 9 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=4-2', 'unsatisfiable'],
    ['bytes=0-1,3-4', undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
  ];
  for (const [header, expected] of cases) {
    it(`${header || 'none'} of ten bytes`, () => {
      expect(byteRange(header, 10)).to.deep.equal(expected);
    });
  }
});
