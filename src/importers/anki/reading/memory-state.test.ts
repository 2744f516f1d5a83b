import { expect } from 'chai';
import { fsrs } from 'ts-fsrs';
import type { CardRow } from './cards.ts';
import { memoryReader } from './memory-state.ts';
import type { ReviewRow } from './reviews.ts';

const CREATED = 1_500_000_000;
const DAY_MS = 86_400_000;

const CARD: CardRow = {
  ...{
    cid: '1',
    nid: '1',
    guid: 'g',
    did: '1',
    ord: 0,
    mod: 0,
    type: 2,
    queue: 2,
    due: 100,
    ivl: 10,
  },
  ...{ factor: 2500, reps: 3, lapses: 0, left: 0, odue: 0, odid: '0', flags: 0, data: '' },
};
const read = (card: Partial<CardRow>, log: ReviewRow[] = []) =>
  memoryReader(CREATED)({ ...CARD, ...card }, log);

/** An answer on a day of the collection. */
function answer(day: number, ease: number, type: number, factor = 2500, ivl = 1): ReviewRow {
  return {
    id: CREATED * 1000 + day * DAY_MS + 1000,
    cid: '1',
    ease,
    ivl,
    lastIvl: 0,
    factor,
    time: 0,
    type,
  };
}
function replayed(...steps: [days: number, grade: number][]) {
  const scheduler = fsrs();
  return steps.reduce<{ stability: number; difficulty: number } | null>(
    (state, [days, grade]) => scheduler.next_state(state, days, grade),
    null,
  );
}
const recall = (memory: ReturnType<typeof read>) =>
  memory && { stability: memory.stability, difficulty: memory.difficulty };

describe('memory from Anki schedules', () => {
  it('a new card has none', () => expect(read({ type: 0 })).to.equal(undefined));

  it("1. Anki's own FSRS state is taken", () => {
    const memory = read({ data: '{"s":12.5,"d":3.25,"dr":0.9,"lrt":1500000500}' }, [
      answer(1, 3, 0),
    ]);
    expect(memory).to.deep.equal({
      ...{
        state: 'review',
        due: (CREATED + 100 * 86_400) * 1000,
        stability: 12.5,
        difficulty: 3.25,
      },
      ...{ step: 0, scheduledDays: 10, reps: 3, lapses: 0, lastReview: 1_500_000_500_000 },
    });
  });

  it('it is clamped to what FSRS allows', () => {
    expect(recall(read({ data: '{"s":1e9,"d":99}' }))).to.deep.equal({
      stability: 36_500,
      difficulty: 10,
    });
  });

  for (const data of ['{"s":-1,"d":3}', '{"s":"x","d":3}', '{', '{"cd":1}', 'null']) {
    it(`${data} is no state`, () =>
      expect(recall(read({ data }))?.stability).to.be.closeTo(10, 1e-9));
  }

  describe('2. the log is replayed', () => {
    const cases: [title: string, log: ReviewRow[], steps: [number, number][]][] = [
      [
        'from its beginning',
        [answer(0, 3, 0), answer(1, 3, 0), answer(5, 2, 1)],
        [
          [0, 3],
          [1, 3],
          [4, 2],
        ],
      ],
      [
        'from the last learning group',
        [answer(0, 1, 0), answer(3, 3, 1), answer(9, 3, 0), answer(9, 3, 0), answer(12, 4, 1)],
        [
          [0, 3],
          [0, 3],
          [3, 4],
        ],
      ],
      [
        'ignoring what came before a reset',
        [answer(0, 3, 0), answer(4, 0, 4, 0), answer(6, 2, 0), answer(7, 3, 1)],
        [
          [0, 2],
          [1, 3],
        ],
      ],
      [
        'without manual rescheduling',
        [answer(0, 3, 0), answer(2, 0, 4), answer(3, 3, 5), answer(4, 3, 1)],
        [
          [0, 3],
          [4, 3],
        ],
      ],
      [
        'without cramming',
        [answer(0, 3, 0), answer(1, 1, 3, 0), answer(4, 3, 1)],
        [
          [0, 3],
          [4, 3],
        ],
      ],
      [
        'with reviews in a filtered deck',
        [answer(0, 3, 0), answer(1, 1, 3, 2500), answer(4, 3, 1)],
        [
          [0, 3],
          [1, 1],
          [3, 3],
        ],
      ],
    ];
    for (const [title, log, steps] of cases) {
      it(title, () => expect(recall(read({}, log))).to.deep.equal(replayed(...steps)));
    }

    it('a log that begins in the middle starts from its first interval', () => {
      const memory = read({}, [answer(0, 3, 1, 2500, 8), answer(8, 3, 1)]);
      expect(memory?.stability).to.be.greaterThan(8);
      expect(memory?.lastReview).to.equal(answer(8, 3, 1).id - (answer(8, 3, 1).id % 1000));
    });
  });

  describe('3. SM-2 is converted', () => {
    it('the interval is the stability at 90 %', () =>
      expect(read({ ivl: 40 })?.stability).to.be.closeTo(40, 1e-9));

    it('a lower ease is a greater difficulty, within 1 to 10', () => {
      const [easy, hard] = [read({ factor: 4000 }), read({ factor: 1300 })];
      expect(easy?.difficulty).to.be.within(1, 10);
      expect(hard?.difficulty).to.be.within(easy?.difficulty ?? 10, 10);
      expect(hard?.difficulty).to.be.greaterThan(easy?.difficulty ?? 10);
    });
  });

  it('due: days of the collection, seconds while learning, and the own date while on loan', () => {
    expect(read({ due: 3 })?.due).to.equal((CREATED + 3 * 86_400) * 1000);
    expect(read({ type: 1, queue: 1, due: 1_700_000_000 })?.due).to.equal(1_700_000_000_000);
    expect(read({ due: -100_000, odid: '7', odue: 9 })?.due).to.equal(
      (CREATED + 9 * 86_400) * 1000,
    );
  });

  it('a card in learning keeps its state and step', () => {
    expect(read({ type: 1, left: 1001 })).to.include({ state: 'learning', step: 1 });
    expect(read({ type: 1, left: 2002 })).to.include({ state: 'learning', step: 0 });
    expect(read({ type: 3 })).to.include({ state: 'relearning' });
  });
});
