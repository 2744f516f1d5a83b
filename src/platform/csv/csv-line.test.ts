import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { csvLine } from './csv-line.ts';

const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋1', '－1', '＠A'];

describe('a line of CSV', () => {
  for (const formula of formulas) {
    it(`makes ${JSON.stringify(formula)} text, not a formula`, () => {
      const [row] = parse(csvLine([formula]));
      expect(row).to.deep.equal([`'${formula}`]);
    });
  }

  it('leaves everything else as it is (RFC 4180)', () => {
    const cells = [
      'a',
      'b,c',
      'say "hi"',
      'two\nlines',
      '',
      ' spaces ',
      '#not a header',
      '1-2',
      'a=b',
    ];
    expect(parse(csvLine(cells))).to.deep.equal([cells]);
  });

  it('keeps numbers and truth as they are, and nothing as nothing', () => {
    expect(csvLine([-1.5, true, undefined, ''])).to.equal('-1.5,true,,\n');
  });

  it('never begins a line with an unquoted #, which would be a header', () => {
    expect(csvLine(['#deck:x', 'y'])).to.match(/^"#/);
  });
});
