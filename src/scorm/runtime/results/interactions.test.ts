import { expect } from 'chai';
import { answeredInteractions } from './interactions.ts';

const at = (n: number, values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`cmi.interactions.${n}.${name}`, value]),
  );
const is12 = { 'cmi.core.lesson_status': 'incomplete' };

describe('interactions of a course', () => {
  const cases: [string, Record<string, string>, object][] = [
    [
      '1.2 choice, in the format of SCORM 2004',
      {
        ...is12,
        ...at(0, { id: 'q', type: 'choice', student_response: 'a,c', result: 'wrong' }),
        ...at(0, { 'correct_responses.0.pattern': '{a,b}', latency: '0000:01:02.5' }),
      },
      {
        type: 'choice',
        response: 'a[,]c',
        correct: false,
        correctResponses: ['a[,]b'],
        latencyMs: 62_500,
      },
    ],
    [
      '1.2 matching',
      { ...is12, ...at(0, { id: 'q', type: 'matching', student_response: '1.a,2.b' }) },
      { response: '1[.]a[,]2[.]b', correct: null },
    ],
    [
      '1.2 true or false',
      {
        ...is12,
        ...at(0, { id: 'q', type: 'true-false', student_response: 't', result: 'correct' }),
      },
      { response: 'true', correct: true },
    ],
    [
      '2004 as it is',
      at(0, {
        id: 'q',
        type: 'choice',
        learner_response: 'a[,]c',
        result: 'incorrect',
        latency: 'PT1H2M3.5S',
      }),
      { response: 'a[,]c', correct: false, latencyMs: 3_723_500 },
    ],
    [
      'a result that is a number is neither right nor wrong',
      at(0, { id: 'q', type: 'other', learner_response: 'x', result: '0.5' }),
      { correct: null },
    ],
  ];
  for (const [title, cmi, expected] of cases) {
    it(title, () => {
      const [told] = answeredInteractions({ before: {}, changes: cmi, after: cmi });
      expect(told?.interaction).to.deep.include(expected);
    });
  }

  for (const latency of [`${'9'.repeat(400)}:00:00`, `PT${'9'.repeat(40)}S`]) {
    it(`have no latency of ${latency.slice(0, 8)}…, which is longer than any`, () => {
      const cmi = at(0, { id: 'q', type: 'other', learner_response: 'x', latency });
      const [told] = answeredInteractions({ before: {}, changes: cmi, after: cmi });
      expect(told?.interaction.latencyMs).to.equal(null);
    });
  }

  it('are told when they are answered, once', () => {
    const asked = at(0, { id: 'q', type: 'numeric' });
    expect(answeredInteractions({ before: {}, changes: asked, after: asked })).to.deep.equal([]);
    const answer = at(0, { learner_response: '3', result: 'correct' });
    const after = { ...asked, ...answer };
    expect(answeredInteractions({ before: asked, changes: answer, after })).to.have.lengthOf(1);
    expect(answeredInteractions({ before: after, changes: answer, after })).to.have.lengthOf(0);
  });

  it('of an unknown type are left out', () => {
    const odd = at(0, { id: 'q', type: 'constructor', learner_response: '3' });
    expect(answeredInteractions({ before: {}, changes: odd, after: odd })).to.deep.equal([]);
  });
});
