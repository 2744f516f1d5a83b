import { expect } from 'chai';
import fc from 'fast-check';
import { compareTyped, diffTyped, nearestAccepted } from './typed.ts';

describe('typed answers', () => {
  const cases = [
    ['Paris', ['Paris'], 'exact'],
    ['  Paris ', ['Paris'], 'exact'],
    ['New  York', ['New York'], 'exact'],
    ['paris', ['Paris'], 'close'],
    ['Reykjavik', ['Reykjavík'], 'close'],
    ['cest la vie', ["C'est la vie!"], 'close'],
    ['NewYork', ['New York'], 'close'],
    ['colour', ['color', 'colour'], 'exact'],
    ['Pari', ['Paris'], 'wrong'],
    ['', ['Paris'], 'wrong'],
    ['?', ['!'], 'wrong'],
    ['!', ['!'], 'exact'],
    ['5', ['-5'], 'wrong'],
    ['15', ['1.5'], 'wrong'],
    ['C', ['C++'], 'wrong'],
    ['مدرسه', ['مَدْرَسه'], 'close'],
    ['が', ['が'], 'exact'],
    ['か', ['が'], 'wrong'],
    ['İstanbul', ['Istanbul'], 'close'],
  ] as const;
  for (const [typed, accepted, verdict] of cases) {
    it(`"${typed}" for "${accepted.join('" or "')}" is ${verdict}`, () => {
      expect(compareTyped(typed, accepted)).to.equal(verdict);
    });
  }

  it('the differences spell what was expected, and every wrong character is shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const parts = diffTyped(a, b);
        const expected = parts.filter((part) => part.kind !== 'extra').map((part) => part.text);
        expect(expected.join('')).to.equal(b.normalize('NFC').replace(/\s+/gu, ' ').trim());
      }),
    );
    expect(diffTyped('Rejkjavik', 'Reykjavík')).to.deep.equal([
      { kind: 'same', text: 'Re' },
      { kind: 'extra', text: 'j' },
      { kind: 'missing', text: 'y' },
      { kind: 'same', text: 'kjavík' },
    ]);
  });

  it('compares with the nearest of the accepted answers', () => {
    expect(nearestAccepted('colr', ['hue', 'color'])).to.equal('color');
    expect(nearestAccepted('', [])).to.equal('');
  });
});
