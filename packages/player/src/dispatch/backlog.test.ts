import { expect } from 'chai';
import fc from 'fast-check';
import type { AnswerBody } from '../hub/attempt-tracking.ts';
import type { Sending } from '../hub/outbox.ts';
import { uuidv7 } from '../uuid.ts';
import { type Kept, packKept, unpackKept } from './backlog.ts';

const at = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });
const id = at.map((ms) => uuidv7(ms));
const latencyMs = fc.integer({ min: 0, max: 3_600_000 });
const answer: fc.Arbitrary<AnswerBody> = fc
  .record({
    at,
    promptId: id,
    latencyMs,
    response: fc.string({ unit: 'binary', maxLength: 40 }),
    correct: fc.constantFrom(true, false, null),
  })
  .map(({ at: ms, ...rest }) => ({
    id: uuidv7(ms),
    answeredAt: new Date(ms).toISOString(),
    ...rest,
  }));
const sending: fc.Arbitrary<Sending> = fc.oneof(
  fc
    .record({
      at,
      promptId: id,
      latencyMs,
      rating: fc.constantFrom('again', 'hard', 'good', 'easy'),
    })
    .map(({ at: ms, ...rest }) => {
      const body = { id: uuidv7(ms), reviewedAt: new Date(ms).toISOString(), ...rest };
      return { kind: 'review' as const, id: body.id, body };
    }),
  id.map((reviewId) => ({ kind: 'undo' as const, reviewId })),
  fc.record({
    kind: fc.constant('mark' as const),
    promptId: id,
    action: fc.constantFrom('bury', 'suspend', 'flag', 'unflag'),
  }),
);
const kept: fc.Arbitrary<Kept> = fc.record({
  state: fc.stringMatching(/^[\w-]{0,60}$/),
  attempt: fc.option(fc.record({ id, completedAt: fc.option(at) })),
  answers: fc.array(answer, { maxLength: 8 }),
  sendings: fc.array(sending, { maxLength: 8 }),
});

describe('what the platform keeps for the hub', () => {
  it('comes back as it was, in printable ASCII', () => {
    fc.assert(
      fc.property(kept, (given) => {
        const { text, isWhole } = packKept(given, 64_000);
        expect(isWhole).to.equal(true);
        expect(text).to.match(/^[\x20-\x7e]*$/);
        expect(unpackKept(text)).to.deep.equal(given);
      }),
    );
  });

  it('is never longer than the platform allows, and keeps what came first', () => {
    fc.assert(
      fc.property(kept, fc.integer({ min: 0, max: 600 }), (given, limit) => {
        const { text, isWhole } = packKept(given, limit);
        expect(text.length).to.be.at.most(limit);
        const back = unpackKept(text);
        expect(given.answers.slice(0, back.answers.length)).to.deep.equal(back.answers);
        const entries = back.answers.length + back.sendings.length;
        expect(isWhole).to.equal(
          text !== '' && entries === given.answers.length + given.sendings.length,
        );
      }),
    );
  });

  it('that was cut off or changed is read as far as it goes', () => {
    fc.assert(
      fc.property(kept, fc.nat(), fc.string(), (given, at, noise) => {
        const { text } = packKept(given, 64_000);
        const cut = unpackKept(text.slice(0, at % (text.length + 1)));
        expect(given.answers.length).to.be.at.least(cut.answers.length);
        unpackKept(text.slice(0, at % (text.length + 1)) + noise);
      }),
    );
  });

  it('holds 60 answers to choices in the 4,096 characters of SCORM 1.2', () => {
    const answers = Array.from({ length: 60 }, (_, i) => ({
      ...{ id: uuidv7(i), promptId: uuidv7(i), answeredAt: new Date(i).toISOString() },
      ...{ response: 'a,b', correct: true, latencyMs: 12_345 },
    }));
    const given = { state: 'x'.repeat(500), attempt: null, answers, sendings: [] };
    expect(packKept(given, 4096).isWhole).to.equal(true);
  });

  for (const text of ['', 'something else', 'cw2~state', '~~~']) {
    it(`of ${JSON.stringify(text)}, takes nothing`, () => {
      expect(unpackKept(text)).to.deep.equal({
        state: '',
        attempt: null,
        answers: [],
        sendings: [],
      });
    });
  }
});
