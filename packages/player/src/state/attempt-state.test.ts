import { expect } from 'chai';
import fc from 'fast-check';
import { packAttemptState, unpackAttemptState } from './attempt-state.ts';
import { StateError } from './bits.ts';
import { packStudyState } from './study-state.ts';

const answer = fc.record(
  { correct: fc.boolean(), chosen: fc.subarray([0, 1, 2, 5, 15]) },
  { noNullPrototype: true },
);

describe('state of a test', () => {
  it('comes back as it was saved', () => {
    const answers = fc.dictionary(fc.string(), answer, { noNullPrototype: true });
    fc.assert(
      fc.property(
        answers,
        fc.boolean(),
        fc.integer({ min: 0, max: 65_535 }),
        (given, finished, seed) => {
          const state = { seed, finished, answers: new Map(Object.entries(given)) };
          const ids = [...Object.keys(given), 'another item'];
          const text = packAttemptState(ids, state, 4096);
          expect(unpackAttemptState(ids, text)).to.deep.equal(state);
        },
      ),
    );
  });

  it('keeps 800 answers with their choices in 4,096 characters', () => {
    const ids = Array.from({ length: 800 }, (_, i) => `question-${i}`);
    const answers = new Map(ids.map((id, i) => [id, { correct: i % 2 === 0, chosen: [i % 4] }]));
    const text = packAttemptState(ids, { seed: 1, finished: true, answers }, 4096);
    expect(text.length).to.be.at.most(4096);
    expect(unpackAttemptState(ids, text).answers.size).to.equal(800);
  });

  it('does not take the state of study mode for its own', () => {
    const study = packStudyState({ ids: ['a'], cards: new Map(), day: 1, limit: 4096 });
    expect(() => unpackAttemptState(['a'], study)).to.throw(StateError);
  });
});
