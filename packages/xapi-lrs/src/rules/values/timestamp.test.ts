import { expect } from 'chai';
import fc from 'fast-check';
import { timestamp } from '../testing/valid-values.ts';
import { inUtc, millisecondsOf } from './timestamp.ts';

describe('timestamps', () => {
  const table: [string, string | undefined, string | undefined][] = [
    // text, in 1.0.3, in 2.0
    ['2026-05-04T12:30:15.250Z', '2026-05-04T12:30:15.250Z', '2026-05-04T12:30:15.250Z'],
    ['2026-05-04T12:30:15.2509Z', '2026-05-04T12:30:15.250Z', '2026-05-04T12:30:15.250Z'],
    ['2026-05-04T12:30:15-05:30', '2026-05-04T18:00:15.000Z', '2026-05-04T18:00:15.000Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000Z', '2025-12-31T23:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
    ['0004-02-29T00:00:00Z', '0004-02-29T00:00:00.000Z', '0004-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z', '2017-01-01T00:00:00.000Z'],
    ['2026-05-04t12:30:15z', undefined, '2026-05-04T12:30:15.000Z'],
    ['2026-05-04', '2026-05-04T00:00:00.000Z', undefined],
    ['2026-05-04T12:30', '2026-05-04T12:30:00.000Z', undefined],
    ['2026-05-04T12:30:15', '2026-05-04T12:30:15.000Z', undefined],
    ['2026-05-04T12:30:15,5+02', '2026-05-04T10:30:15.500Z', undefined],
    ['2026-05-04T12:30:15+0200', '2026-05-04T10:30:15.000Z', undefined],
    ['20260504T123015.5Z', '2026-05-04T12:30:15.500Z', undefined],
    ['20260504T1230-0330', '2026-05-04T16:00:00.000Z', undefined],
    ['2026-02-29T00:00:00Z', undefined, undefined],
    ['1900-02-29T00:00:00Z', undefined, undefined],
    ['2026-04-31T00:00:00Z', undefined, undefined],
    ['2026-00-01T00:00:00Z', undefined, undefined],
    ['2026-05-00T00:00:00Z', undefined, undefined],
    ['2026-05-04T24:00:00Z', undefined, undefined],
    ['2026-05-04T12:60:00Z', undefined, undefined],
    ['2026-05-04T12:30:60Z', undefined, undefined],
    ['2026-05-04T12:30:15+24:00', undefined, undefined],
    ['2026-05-04T12:30:15+01:60', undefined, undefined],
    ['2026-05-04T12:30:15-00', undefined, undefined],
    ['2026-05-04T12:30:15-0000', undefined, undefined],
    ['2026-05-04T12:30:15-00:00', undefined, undefined],
    ['2026-05-04T12:30:15.Z', undefined, undefined],
    ['2026-05-04 12:30:15Z', undefined, undefined],
    ['2026-05-04T12:30:15Z ', undefined, undefined],
    ['12026-05-04T12:30:15Z', undefined, undefined],
    ['01/011/2015', undefined, undefined],
    ['1777898415250', undefined, undefined],
    ['', undefined, undefined],
  ];
  for (const [text, ...expected] of table) {
    it(`${JSON.stringify(text)}: ${expected[0] ?? 'none'} in 1.0.3, ${expected[1] ?? 'none'} in 2.0`, () => {
      const versions = ['1.0.3', '2.0.0'] as const;
      const read = versions.map((version) => millisecondsOf(text, version));
      expect(read).to.deep.equal(expected.map((date) => date && Date.parse(date)));
    });
  }

  it('RFC 3339 is read as Date.parse reads it', () => {
    fc.assert(
      fc.property(timestamp('2.0.0'), (text) => {
        const cut = text.replace(/(\.\d{3})\d+/, '$1');
        expect(millisecondsOf(text, '2.0.0')).to.equal(Date.parse(cut));
      }),
    );
  });

  it('2.0 4.2.7 the same moment in UTC, with all its digits', () => {
    expect(inUtc('2023-05-04T12:00:00-05:00')).to.equal('2023-05-04T17:00:00.000Z');
    expect(inUtc('2023-05-04T12:00:00.123456789+02:00')).to.equal('2023-05-04T10:00:00.123456789Z');
    expect(inUtc('2023-05-04T12:00:00.1234Z')).to.equal('2023-05-04T12:00:00.1234Z');
    expect(inUtc('9999-12-31T23:00:00-05:00')).to.equal('9999-12-31T23:00:00-05:00');
    fc.assert(
      fc.property(timestamp('2.0.0'), (text) => {
        const utc = inUtc(text);
        expect(utc).to.match(/Z$/);
        expect(millisecondsOf(utc, '2.0.0')).to.equal(millisecondsOf(text, '2.0.0'));
      }),
    );
  });
});
