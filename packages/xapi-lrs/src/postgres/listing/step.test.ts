import { expect } from 'chai';
import type { Extent } from './extents.ts';
import { planStep, walkAll } from './step.ts';

const effort = { sample: 10, candidates: 100, rounds: 4, probeCost: 10 };
const extent = (key: string, density: number, isComplete = false): Extent => ({
  keys: [key],
  isComplete,
  first: 0,
  last: 10,
  density,
});

describe('steps of an intersection', () => {
  it('probe all of a rare condition for the others', () => {
    const extents = [extent('hot', 0.5), extent('rare', 0.001, true), extent('other', 0.002)];
    expect(planStep(extents, effort)).to.deep.equal({
      walked: [['rare']],
      probed: [['other'], ['hot']],
      candidates: undefined,
    });
  });

  it('probe the first of a condition that is far rarer than the next', () => {
    expect(planStep([extent('hot', 0.5), extent('medium', 0.01)], effort)).to.deep.equal({
      walked: [['medium']],
      probed: [['hot']],
      candidates: 100,
    });
  });

  it('walk through two conditions that are about as frequent', () => {
    expect(planStep([extent('hot', 0.5), extent('warm', 0.1)], effort)).to.deep.equal({
      walked: [['warm'], ['hot']],
      probed: [],
      candidates: undefined,
    });
  });

  it('probe what two conditions have in common for the rest', () => {
    const extents = [extent('hot', 0.5), extent('warm', 0.1), extent('hotter', 0.6)];
    expect(planStep(extents, effort)).to.deep.equal({
      walked: [['warm'], ['hot']],
      probed: [['hotter']],
      candidates: 100,
    });
  });

  it('walk through everything when nothing else has helped', () => {
    expect(walkAll([extent('a', 0.1), extent('b', 0.9)])).to.deep.equal({
      walked: [['a'], ['b']],
      probed: [],
      candidates: undefined,
    });
  });
});
