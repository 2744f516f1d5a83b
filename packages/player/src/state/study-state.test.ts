import { expect } from 'chai';
import fc from 'fast-check';
import { type Card, NEW_CARD } from '../study/card.ts';
import { StateError } from './bits.ts';
import { asSaved, packStudyState, unpackStudyState } from './study-state.ts';

const DAY = 20_778;
const LIMIT = 4096;

const answered: fc.Arbitrary<Card> = fc.record({
  phase: fc.constantFrom('learning' as const, 'review' as const, 'relearning' as const),
  step: fc.integer({ min: 0, max: 1 }),
  stability: fc.double({ min: 0.01, max: 36_500, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 10, noNaN: true }),
  lastDay: fc.integer({ min: DAY - 2047, max: DAY }),
  recalled: fc.boolean(),
  buriedOn: fc.constantFrom(null, DAY),
  suspended: fc.boolean(),
  flagged: fc.boolean(),
});

/** As long as ids get, and as like one another: UUIDv7s of one import. */
const idOf = (n: number): string => `0190a0b0-7c00-7000-8000-${n.toString(16).padStart(12, '0')}`;
const idsOf = (n: number): string[] => Array.from({ length: n }, (_, i) => idOf(i));

function cardsFor(ids: readonly string[], seed: number): Map<string, Card> {
  const cards = fc.sample(answered, { numRuns: ids.length, seed });
  return new Map(ids.map((id, i) => [id, asSaved(cards[i] ?? NEW_CARD)]));
}

const pack = (ids: readonly string[], cards: ReadonlyMap<string, Card>, limit = LIMIT) =>
  packStudyState({ ids, cards, day: DAY, limit });

describe('state of a studied deck', () => {
  it('comes back as it was saved, for any cards of any deck', () => {
    const deck = fc.uniqueArray(fc.tuple(fc.string(), answered), {
      maxLength: 80,
      selector: ([id]) => id,
    });
    fc.assert(
      fc.property(deck, fc.array(fc.string(), { maxLength: 20 }), (entries, others) => {
        const cards = new Map(entries.map(([id, card]) => [id, asSaved(card)]));
        const ids = [...new Set([...others, ...cards.keys()])];
        expect(unpackStudyState(ids, pack(ids, cards))).to.deep.equal(cards);
      }),
    );
  });

  it('keeps all of 585 answered cards in 4,096 characters', () => {
    const ids = idsOf(585);
    for (let seed = 1; seed <= 20; seed++) {
      const cards = cardsFor(ids, seed);
      const text = pack(ids, cards);
      expect(text.length).to.be.at.most(LIMIT);
      expect(text).to.match(/^[\w-]+$/);
      expect(unpackStudyState(ids, text)).to.deep.equal(new Map([...cards]));
    }
  });

  it('keeps 9,100 answered cards in 64,000 characters', () => {
    const ids = idsOf(9100);
    const cards = cardsFor(ids, 1);
    expect(unpackStudyState(ids, pack(ids, cards, 64_000)).size).to.equal(9100);
  });

  it('is never longer than the limit, and then keeps the cards answered last', () => {
    const ids = idsOf(2000);
    const cards = new Map(
      [...cardsFor(ids, 3)].map(([id, card], i) => [id, { ...card, lastDay: DAY - (i % 1000) }]),
    );
    const text = pack(ids, cards);
    expect(text.length).to.be.at.most(LIMIT);
    const kept = [...unpackStudyState(ids, text).values()].map((card) => DAY - card.lastDay);
    expect(kept.length).to.be.within(540, 700);
    expect(Math.max(...kept)).to.be.at.most(350);
    expect(pack(ids, cards, 3).length).to.be.at.most(3);
  });

  it('is carried to another revision by item id: moved, added and removed items', () => {
    const before = idsOf(300);
    const cards = cardsFor(before, 7);
    const text = pack(before, cards);
    const after = [...idsOf(400).slice(300), ...before.filter((_, i) => i % 3 > 0).reverse()];
    const expected = [...cards].filter(([id]) => after.includes(id));
    const carried = unpackStudyState(after, text);
    expect(carried.size).to.equal(expected.length);
    for (const [id, card] of expected) expect(carried.get(id)).to.deep.equal(card);
  });

  it('mistakes few items even when a full deck of 585 changes by a tenth', () => {
    const before = idsOf(585);
    const cards = cardsFor(before, 11);
    const after = [...before.slice(0, 526), ...idsOf(700).slice(641)];
    const carried = unpackStudyState(after, pack(before, cards));
    const wrong = after.filter((id) => {
      const expected = before.includes(id) ? cards.get(id) : undefined;
      return carried.get(id)?.stability !== expected?.stability;
    });
    expect(wrong.length).to.be.at.most(6);
  });

  it('does not save cards that were neither answered nor marked', () => {
    const ids = idsOf(50);
    const none = new Map(ids.map((id) => [id, { ...NEW_CARD, buriedOn: DAY - 1 }]));
    expect(unpackStudyState(ids, pack(ids, none)).size).to.equal(0);
  });

  it('keeps marks of a card that was never answered', () => {
    const marked: Card = { ...NEW_CARD, suspended: true, flagged: true, buriedOn: DAY };
    const state = pack(['a', 'b'], new Map([['b', marked]]));
    expect(unpackStudyState(['a', 'b'], state).get('b')).to.deep.equal(marked);
  });

  it('keeps stability within 0.75 % and difficulty within 0.072', () => {
    fc.assert(
      fc.property(answered, (card) => {
        const saved = asSaved(card);
        expect(Math.abs(saved.stability / card.stability - 1)).to.be.below(0.0075);
        expect(Math.abs(saved.difficulty - card.difficulty)).to.be.below(0.072);
        expect(asSaved(saved)).to.deep.equal(saved);
      }),
    );
  });

  it('is refused when it was cut off, changed, or is not ours', () => {
    const ids = idsOf(40);
    const text = pack(ids, cardsFor(ids, 5));
    const bad = [text.slice(0, -1), text.slice(0, 40), `${text}A`, '{"a":1}', 'A', 'null'];
    for (const state of bad) expect(() => unpackStudyState(ids, state)).to.throw(StateError);
    const middle = text[60] === 'A' ? 'B' : 'A';
    const changed = text.slice(0, 60) + middle + text.slice(61);
    expect(() => unpackStudyState(ids, changed)).to.throw(StateError);
  });
});
