import { expect } from 'chai';
import fc from 'fast-check';
import { clozeOrdinals, clozesOnly, clozeText, parseClozes, renderClozes } from './cloze.ts';

const shown = (text: string, ordinal: number, side: 'front' | 'back') =>
  renderClozes(parseClozes(text), { ordinal, side })
    .replace(/<span class="(cloze(?:-inactive)?)"[^>]*>/g, (_, name) =>
      name === 'cloze' ? '<' : '(',
    )
    .replaceAll('</span>', '>');

describe('clozes', () => {
  const cases: [text: string, ordinal: number, front: string, back: string][] = [
    ['a {{c1::b}} c', 1, 'a <[...]> c', 'a <b> c'],
    ['{{c1::b::hint}}', 1, '<[hint]>', '<b>'],
    ['{{c1::b}} {{c2::d}}', 2, '(b> <[...]>', '(b> <d>'],
    ['{{c1::b}} {{c1::d}}', 1, '<[...]> <[...]>', '<b> <d>'],
    ['{{c1,2::x::h}}', 2, '<[h]>', '<x>'],
    ['{{c1::Outer {{c2::nested}} text}}', 1, '<[...]>', '<Outer (nested> text>'],
    ['{{c1::Outer {{c2::nested}} text}}', 2, '(Outer <[...]> text>', '(Outer <nested> text>'],
    ['{{c1::a {{c2::b}}::h}}', 1, '<[h]>', '<a (b>>'],
    ['{{c1::a}} }} {{c1::', 1, '<[...]> }} {{c1::', '<a> }} {{c1::'],
    ['{{c1::a}} {{c2::b', 1, '<[...]> {{c2::b', '<a> {{c2::b'],
    ['{{c1::a}}', 2, '', ''],
    ['{{c0::a}} {{c1::b}}', 1, '(a> <[...]>', '(a> <b>'],
  ];
  for (const [text, ordinal, front, back] of cases) {
    it(`${text}, card ${ordinal}`, () => {
      expect(shown(text, ordinal, 'front')).to.equal(front);
      expect(shown(text, ordinal, 'back')).to.equal(back);
    });
  }

  it('numbers make cards once each, smallest first; 0 and more than 500 make none', () => {
    expect(clozeOrdinals(parseClozes('{{c3::a}}{{c1,3::b}}{{c0::c}}{{c501::d}}'))).to.deep.equal([
      1, 3,
    ]);
  });

  it('cloze-only shows what is asked and nothing else', () => {
    const pieces = parseClozes('x {{c1::a}} y {{c1::b::h}} {{c2::z}}');
    expect(clozesOnly(pieces, { ordinal: 1, side: 'front' })).to.equal('..., h');
    expect(clozesOnly(pieces, { ordinal: 1, side: 'back' })).to.equal('a, b');
  });

  it('nests to a depth of ten, beyond which the marks are text', () => {
    const text = `${'{{c1::'.repeat(12)}x${'}}'.repeat(12)}`;
    expect(clozeText(parseClozes(text))).to.equal('{{c1::{{c1::x}}}}');
  });

  it('text without clozes comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{{c1::', '{{', ':', 'a', '}', 'c1'), { maxLength: 20 }),
        (parts) => {
          const text = parts.join('').replaceAll(/}+/g, '}');
          expect(clozeText(parseClozes(text))).to.equal(text);
        },
      ),
    );
  });
});
