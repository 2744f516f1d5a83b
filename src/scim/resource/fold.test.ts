import { expect } from 'chai';
import fc from 'fast-check';
import { schemaOf } from '../schemas/registry.ts';
import { foldText, toDocCi } from './fold.ts';

describe('how texts compare', () => {
  const alike: [string, string][] = [
    ['ADA', 'ada'],
    ['CAFE\u0301', 'caf\u00e9'],
    ['\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c2'],
    ['\u212bngstr\u00f6m', '\u00e5NGSTR\u00d6M'],
  ];
  for (const [a, b] of alike) {
    it(`${a} and ${b} alike`, () => expect(foldText(a)).to.equal(foldText(b)));
  }

  it('a folded text folds to itself, and the start of a text to its start', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).to.equal(foldText(text));
        expect(foldText(text.normalize('NFD'))).to.equal(foldText(text));
        expect(foldText(text.normalize('NFC'))).to.equal(foldText(text));
      }),
    );
    expect(
      foldText('\u039f\u0394\u039f\u03a3\u0391').startsWith(foldText('\u039f\u0394\u039f\u03a3')),
    ).to.equal(true);
  });

  it('only what is not caseExact is folded', () => {
    const document = {
      userName: 'Ada',
      externalId: 'Ada',
      active: true,
      emails: [{ value: 'Ada@X', type: 'Work', primary: true }],
      photos: [{ value: 'https://X/Y' }],
      gone: 'x',
    };
    expect(toDocCi(document, schemaOf('User', []))).to.deep.equal({
      userName: 'ada',
      externalId: 'Ada',
      active: true,
      emails: [{ value: 'ada@x', type: 'work', primary: true }],
      photos: [{ value: 'https://X/Y' }],
    });
  });
});
