import { expect } from 'chai';
import { type AuProgress, isMet, untouched } from './move-on.ts';

const at = new Date(0);
const known: Record<string, Partial<AuProgress>> = {
  nothing: {},
  failed: { failedAt: at },
  completed: { completedAt: at },
  passed: { passedAt: at },
  both: { completedAt: at, passedAt: at },
  waived: { waivedAt: at },
};

describe('cmi5 13.1.4: moveOn is met by', () => {
  for (const [moveOn, by] of [
    ['NotApplicable', ['nothing', 'failed', 'completed', 'passed', 'both', 'waived']],
    ['Completed', ['completed', 'both', 'waived']],
    ['Passed', ['passed', 'both', 'waived']],
    ['CompletedOrPassed', ['completed', 'passed', 'both', 'waived']],
    ['CompletedAndPassed', ['both', 'waived']],
  ] as const) {
    it(`${moveOn}: ${by.join(', ')}`, () => {
      const meeting = Object.keys(known).filter((name) =>
        isMet({ moveOn }, { ...untouched(0), ...known[name] }),
      );
      expect(meeting).to.deep.equal(by);
    });
  }

  it('nothing that is known: NotApplicable only', () => {
    expect(isMet({ moveOn: 'NotApplicable' }, undefined)).to.equal(true);
    expect(isMet({ moveOn: 'Completed' }, undefined)).to.equal(false);
  });
});
