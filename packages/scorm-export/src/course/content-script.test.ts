import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { sampleDeck } from '../../test/sample-deck.ts';
import { contentScript } from './content-script.ts';

function run(script: string): unknown {
  const window: { CROSSWALK_CONTENT?: unknown } = {};
  runInContext(script, createContext({ window }));
  return JSON.parse(JSON.stringify(window.CROSSWALK_CONTENT));
}

function flashcard(index: number, front: string) {
  return { id: `i${index}`, atomId: 'a', kind: 'flashcard' as const, front, back: '' };
}

describe('content.js', () => {
  it('assigns the deck that it was made of, whatever its texts', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1 }), (title, fronts) => {
        const deck = sampleDeck({ title, items: fronts.map((f, i) => flashcard(i, f)) });
        expect(run([...contentScript(deck)].join(''))).to.deep.equal(deck);
      }),
    );
  });

  it('has nothing that ends a script or a line early', () => {
    const hostile = '</script><script>alert(1)</SCRIPT ><!-- \u2028 \u2029 `';
    const deck = sampleDeck({ title: hostile, items: [flashcard(1, hostile)] });
    const script = [...contentScript(deck)].join('');
    expect(script).not.to.match(/<\/?script|<!--|[\u2028\u2029]/i);
    expect(run(script)).to.deep.equal(deck);
  });

  it('comes in chunks, so that a large deck is not held twice', () => {
    const items = Array.from({ length: 1000 }, (_, i) => flashcard(i, 'x'.repeat(1000)));
    const chunks = [...contentScript(sampleDeck({ items }))];
    expect(chunks.length).to.be.greaterThan(10);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).to.be.lessThan(100_000);
    expect(run(chunks.join(''))).to.deep.equal(sampleDeck({ items }));
  });
});
