import { expect } from 'chai';
import { InvalidArgumentError } from 'commander';
import { numberArgument } from './number-argument.ts';

describe('numbers on the command line', () => {
  for (const [text, value] of [
    ['100', 100],
    ['0.8', 0.8],
    ['-1', -1],
    [' 7 ', 7],
  ] as const) {
    it(`takes "${text}"`, () => {
      expect(numberArgument(text)).to.equal(value);
    });
  }

  for (const text of ['1O0', '80%', 'all', '', ' ', 'NaN', 'Infinity', '1,5']) {
    it(`refuses "${text}", of which no limit would be left`, () => {
      expect(() => numberArgument(text)).to.throw(InvalidArgumentError);
    });
  }
});
