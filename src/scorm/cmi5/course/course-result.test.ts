import { expect } from 'chai';
import { testAu, testBlock, testStructure } from '../testing/test-course.ts';
import { courseResult } from './course-result.ts';
import { type AuProgress, type Progress, satisfiedParts, untouched } from './move-on.ts';

const at = new Date(0);
const progress = (au: number, known: Partial<AuProgress>): AuProgress => ({
  ...untouched(au),
  ...known,
});

const known = (...all: readonly AuProgress[]): Progress => new Map(all.map((one) => [one.au, one]));

describe('what a registration is worth', () => {
  const graded = testStructure(
    testAu('one', { moveOn: 'Passed', masteryScore: 0.8 }),
    testAu('two', { moveOn: 'Passed', masteryScore: 0.8 }),
    testAu('three', { moveOn: 'Completed' }),
  );

  for (const [what, of, expected] of [
    ['nothing yet', [], { scoreScaled: null, completion: 'incomplete', success: 'unknown' }],
    [
      'one of two graded AUs: the other counts as 0',
      [progress(0, { passedAt: at, scoreScaled: 0.9 })],
      { scoreScaled: 0.45, completion: 'incomplete', success: 'unknown' },
    ],
    [
      'an AU that is failed fails the whole',
      [
        progress(0, { passedAt: at, scoreScaled: 1 }),
        progress(1, { failedAt: at, scoreScaled: 0.5 }),
      ],
      { scoreScaled: 0.75, completion: 'incomplete', success: 'failed' },
    ],
    [
      'until it is passed',
      [
        progress(0, { passedAt: at, scoreScaled: 1 }),
        progress(1, { failedAt: at, passedAt: at, scoreScaled: 1 }),
        progress(2, { completedAt: at }),
      ],
      { scoreScaled: 1, completion: 'completed', success: 'passed' },
    ],
    [
      'what is waived is met, and not graded',
      [
        progress(0, { passedAt: at, scoreScaled: 0.8 }),
        progress(1, { waivedAt: at }),
        progress(2, { waivedAt: at }),
      ],
      { scoreScaled: 0.8, completion: 'completed', success: 'passed' },
    ],
  ] as const) {
    it(what, () => {
      expect(courseResult(graded, known(...of))).to.deep.equal(expected);
    });
  }

  it('a course that grades nothing is completed without success', () => {
    const plain = testStructure(testAu('one'));
    expect(courseResult(plain, known(progress(0, { completedAt: at })))).to.deep.equal({
      ...{ scoreScaled: null, completion: 'completed', success: 'unknown' },
    });
  });
});

describe('cmi5 9.3.9: satisfied parts', () => {
  it('are blocks from the inside out, by all AUs below them', () => {
    const inner = testBlock('inner', [testAu('one')]);
    const structure = testStructure(testBlock('outer', [inner, testAu('two')]), testAu('three'));
    const done = (...places: number[]) =>
      satisfiedParts(
        structure,
        known(...places.map((place) => progress(place, { completedAt: at }))),
      );
    const [innerId, outerId] = [inner.id, structure.children[0]?.id];
    expect(done(1)).to.deep.equal({ blocks: [], course: false });
    expect(done(0)).to.deep.equal({ blocks: [innerId], course: false });
    expect(done(0, 1)).to.deep.equal({ blocks: [innerId, outerId], course: false });
    expect(done(0, 1, 2)).to.deep.equal({ blocks: [innerId, outerId], course: true });
  });
});
