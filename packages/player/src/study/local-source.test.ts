import { expect } from 'chai';
import fc from 'fast-check';
import { SAMPLE_ITEMS, sampleContent } from '../../test/sample-content.ts';
import type { PlayerContent } from '../content.ts';
import type { Change } from '../tracking/recorder.ts';
import { RATINGS, type Rating } from './card.ts';
import { localSource } from './local-source.ts';
import type { RatedAnswer, StudyTurn } from './study-source.ts';

const NOON = new Date(2026, 2, 4, 12).getTime();
const DAY_MS = 86_400_000;

function study(content: PlayerContent, saved = '', at = NOON, location = '') {
  let time = at;
  const changes: Change[] = [];
  const source = localSource({
    content,
    order: content.items,
    saved,
    location,
    stateChars: 4096,
    recorder: { record: (change) => changes.push(change) },
    now: () => time,
  });
  const last = <K extends keyof Change>(key: K): Change[K] =>
    changes.filter((change) => change[key] !== undefined).pop()?.[key];
  const current = async (): Promise<Extract<StudyTurn, { kind: 'prompt' }>> => {
    const turn = await source.next();
    if (turn.kind !== 'prompt') throw new Error(`no prompt, but ${turn.kind}`);
    return turn;
  };
  const rate = async (rating: Rating) => {
    const { item } = await current();
    await source.rate(answerOf(item.id, rating, time));
    return item.id;
  };
  return { source, changes, last, current, rate, wait: (ms: number) => (time += ms) };
}

function answerOf(itemId: string, rating: Rating, at: number): RatedAnswer {
  return {
    id: `${itemId}-${at}`,
    itemId,
    type: 'performance',
    description: itemId,
    objectiveIds: [],
    response: rating,
    correctResponses: [],
    correct: rating !== 'again',
    rating,
    latencyMs: 1000,
    at,
  };
}

const prompts = SAMPLE_ITEMS.filter((item) => item.kind !== 'info');
const content = sampleContent({ items: prompts, options: { masteryScore: 0.8 } });

describe('study inside the player', () => {
  it('reports no result before the first answer', async () => {
    const { current, changes } = study(content);
    await current();
    expect(changes).to.deep.equal([{ location: 'capital-france' }]);
  });

  it('counts new, learning and due', async () => {
    const { source, rate } = study(content);
    expect(source.counts()).to.deep.equal({ new: 7, learning: 0, due: 0 });
    await rate('again');
    await rate('easy');
    expect(source.counts()).to.deep.equal({ new: 5, learning: 1, due: 0 });
  });

  it('previews what then happens, also after the state has been saved', async () => {
    const first = study(content);
    const { intervals } = await first.current();
    expect(intervals.again).to.equal(60);
    expect(intervals.good).to.equal(600);
    expect(intervals.easy % 86_400).to.equal(0);
    await first.rate('easy');
    const saved = first.last('state') ?? '';
    const days = intervals.easy / 86_400;
    const before = study(content, saved, NOON + (days - 1) * DAY_MS);
    expect(before.source.counts().due).to.equal(0);
    const after = study(content, saved, NOON + days * DAY_MS);
    expect(after.source.counts().due).to.equal(1);
    expect((await after.current()).item.id).to.equal('capital-france');
  });

  it('score is the share recalled; complete when every prompt has been answered once', async () => {
    const { rate, last } = study(content);
    for (let i = 0; i < 6; i++) await rate(i < 2 ? 'again' : 'easy');
    expect(last('outcome')).to.deep.equal({ completion: 'incomplete', success: 'unknown' });
    await rate('easy');
    expect(last('score')).to.be.closeTo(5 / 7, 1e-9);
    expect(last('outcome')).to.deep.equal({ completion: 'completed', success: 'failed' });
    await rate('good');
    expect(last('outcome')).to.deep.equal({ completion: 'completed', success: 'passed' });
  });

  it('without a mastery score nothing is passed or failed', async () => {
    const { rate, last } = study(sampleContent({ items: prompts.slice(0, 1) }));
    await rate('again');
    expect(last('outcome')).to.deep.equal({ completion: 'completed', success: 'unknown' });
  });

  it('what has only to be read is shown once and does not count', async () => {
    const info = SAMPLE_ITEMS.filter((item) => item.kind === 'info');
    const { rate, source, changes, last } = study(sampleContent({ items: [...info, ...prompts] }));
    expect(await rate('good')).to.equal('read');
    expect(last('score')).to.equal(undefined);
    expect(changes.filter((change) => change.interaction)).to.deep.equal([]);
    expect(source.progress()).to.equal(0);
    expect((await source.next()) as object).to.have.nested.property('item.id', 'capital-france');
  });

  it('shows learning steps ahead of time only when nothing else is left', async () => {
    const { rate, current } = study(sampleContent({ items: prompts.slice(0, 2) }));
    await rate('again');
    expect((await current()).item.id).to.equal('flag');
    await rate('easy');
    expect((await current()).item.id).to.equal('capital-france');
  });

  it('finishes with the moment of the next review', async () => {
    const { rate, source } = study(sampleContent({ items: prompts.slice(0, 2) }));
    await rate('easy');
    await rate('easy');
    const turn = await source.next();
    expect(turn.kind).to.equal('finished');
    expect(turn)
      .to.have.property('nextDueAt')
      .greaterThan(NOON + 5 * DAY_MS);
  });

  it('undo takes back the schedule, the score and the place, as often as there were answers', async () => {
    const { rate, source, current, last } = study(content);
    await rate('again');
    await rate('easy');
    await source.undo();
    expect((await current()).item.id).to.equal('flag');
    expect(last('score')).to.equal(0);
    await source.undo();
    expect(source.canUndo()).to.equal(false);
    expect(source.counts()).to.deep.equal({ new: 7, learning: 0, due: 0 });
    expect((await current()).item.id).to.equal('capital-france');
  });

  it('a buried card comes back tomorrow, a suspended one only when it is brought back', async () => {
    const first = study(sampleContent({ items: prompts.slice(0, 2) }));
    await first.source.mark('capital-france', 'bury');
    await first.source.mark('flag', 'suspend');
    expect((await first.source.next()).kind).to.equal('finished');
    const saved = first.last('state') ?? '';
    const items = sampleContent({ items: prompts.slice(0, 2) });
    expect((await study(items, saved).source.next()).kind).to.equal('finished');
    const tomorrow = study(items, saved, NOON + DAY_MS);
    expect((await tomorrow.current()).item.id).to.equal('capital-france');
    expect(tomorrow.source.suspendedCount()).to.equal(1);
    tomorrow.source.restoreSuspended();
    expect(tomorrow.source.counts().new).to.equal(2);
  });

  it('flags are kept and do not move the card', async () => {
    const first = study(content);
    await first.source.mark('capital-france', 'flag');
    const again = study(content, first.last('state'));
    expect(await again.current()).to.include({ flagged: true });
  });

  it('begins with the card that was in view when the session ended', async () => {
    const { current } = study(content, '', NOON, 'water');
    expect((await current()).item.id).to.equal('water');
  });

  it('starts anew when the saved state cannot be read', async () => {
    const { source } = study(content, 'from another course');
    expect(source.counts().new).to.equal(7);
  });

  it('keeps every answered card through any answers, saves and days', async () => {
    const sessions = fc.array(
      fc.record({
        ratings: fc.array(fc.constantFrom(...RATINGS), { minLength: 1, maxLength: 12 }),
        pause: fc.integer({ min: 0, max: 40 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(sessions, async (list) => {
        let saved = '';
        let time = NOON;
        for (const { ratings, pause } of list) {
          const session = study(content, saved, time);
          for (const rating of ratings) {
            if ((await session.source.next()).kind === 'prompt') await session.rate(rating);
          }
          const progress = session.source.progress();
          saved = session.last('state') ?? saved;
          time += pause * DAY_MS;
          expect(study(content, saved, time).source.progress()).to.equal(progress);
        }
      }),
      { numRuns: 40 },
    );
  });
});
