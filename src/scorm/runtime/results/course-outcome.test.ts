import { expect } from 'chai';
import { courseOutcome, treeOutcome } from './course-outcome.ts';
import type { ScoredItem } from './scored-items.ts';

const item = (id: string, rules: Partial<ScoredItem> = {}): ScoredItem => ({
  ...{ id, passingScore: null, completingProgress: null },
  ...rules,
});
const said12 = (status: string, raw = '', max = '') => ({
  'cmi.core.lesson_status': status,
  'cmi.core.score.raw': raw,
  'cmi.core.score.max': max,
});

describe('what a course comes to', () => {
  const single: [string, Record<string, string>, ReturnType<typeof courseOutcome>, ScoredItem?][] =
    [
      ['nothing yet', {}, { scoreScaled: null, completion: 'incomplete', success: 'unknown' }],
      [
        '1.2 passed is also completed, scored of 100 by default',
        said12('passed', '70'),
        { scoreScaled: 0.7, completion: 'completed', success: 'passed' },
      ],
      [
        '1.2 failed is also completed',
        said12('failed', '3', '10'),
        { scoreScaled: 0.3, completion: 'completed', success: 'failed' },
      ],
      [
        '1.2 browsed is not completed',
        said12('browsed'),
        { scoreScaled: null, completion: 'incomplete', success: 'unknown' },
      ],
      [
        '1.2 a score beyond its maximum is its maximum',
        said12('completed', '120', '100'),
        { scoreScaled: 1, completion: 'completed', success: 'unknown' },
      ],
      [
        '2004 as the content says',
        {
          'cmi.completion_status': 'completed',
          'cmi.success_status': 'failed',
          'cmi.score.scaled': '0.25',
        },
        { scoreScaled: 0.25, completion: 'completed', success: 'failed' },
      ],
      [
        '2004 below zero is no score of the hub’s',
        { 'cmi.completion_status': 'incomplete', 'cmi.score.scaled': '-0.5' },
        { scoreScaled: 0, completion: 'incomplete', success: 'unknown' },
      ],
      [
        '2004 raw without a range is no score',
        { 'cmi.completion_status': 'incomplete', 'cmi.score.raw': '5' },
        { scoreScaled: null, completion: 'incomplete', success: 'unknown' },
      ],
      [
        '4.2.22.1 the passing score decides against the content',
        { 'cmi.success_status': 'failed', 'cmi.score.scaled': '0.8' },
        { scoreScaled: 0.8, completion: 'incomplete', success: 'passed' },
        item('a', { passingScore: 0.8 }),
      ],
      [
        '4.2.4.1 the completion threshold decides against the content',
        { 'cmi.completion_status': 'incomplete', 'cmi.progress_measure': '0.5' },
        { scoreScaled: null, completion: 'completed', success: 'unknown' },
        item('a', { completingProgress: 0.5 }),
      ],
      [
        'a threshold without a measure leaves it to the content',
        { 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' },
        { scoreScaled: null, completion: 'completed', success: 'passed' },
        item('a', { completingProgress: 0.5, passingScore: 0.5 }),
      ],
    ];
  for (const [title, cmi, expected, of = item('a')] of single) {
    it(title, () => {
      expect(courseOutcome([of], { a: cmi })).to.deep.equal(expected);
    });
  }

  it('of several items, the mean of what is scored; completed when all are', () => {
    const items = [item('a'), item('b'), item('c')];
    const half = { a: said12('passed', '50'), b: said12('completed') };
    expect(courseOutcome(items, half)).to.deep.equal({
      ...{ scoreScaled: 0.5, completion: 'incomplete', success: 'unknown' },
    });
    expect(courseOutcome(items, { ...half, c: said12('passed', '100') })).to.deep.equal({
      ...{ scoreScaled: 0.75, completion: 'completed', success: 'passed' },
    });
    expect(courseOutcome(items, { ...half, c: said12('failed', '0') })).to.deep.equal({
      ...{ scoreScaled: 0.25, completion: 'completed', success: 'failed' },
    });
  });

  it('as its activity tree was rolled up', () => {
    const done = { completion: 'completed', success: 'passed' } as const;
    expect(treeOutcome({ ...done, measure: 0.6 })).to.deep.equal({ ...done, scoreScaled: 0.6 });
    expect(treeOutcome({ ...done, measure: -1 })).to.include({ scoreScaled: 0 });
    expect(treeOutcome({ ...done, measure: null })).to.include({ scoreScaled: null });
  });
});
