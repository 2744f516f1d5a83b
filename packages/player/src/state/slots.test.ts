import { expect } from 'chai';
import fc from 'fast-check';
import { hashId, slotsOf } from './slots.ts';

describe('slots of items', () => {
  it('keeps its hash, which saved state depends on', () => {
    expect(hashId('')).to.equal(2_872_998_923);
    expect(hashId('a')).to.equal(444_641_715);
    expect(hashId('0190a0b0-7c00-7000-8000-000000000001')).to.equal(1_644_040_361);
  });

  it('gives every item a number of its own, ascending, in whatever order they come', () => {
    const ids = fc.uniqueArray(fc.string(), { maxLength: 60 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 6, max: 31 }), (list, width) => {
        const slots = slotsOf(list, width);
        const numbers = [...slots.values()];
        expect(new Set(numbers).size).to.equal(list.length);
        expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
        expect(slotsOf([...list].reverse(), width)).to.deep.equal(slots);
      }),
    );
  });
});
