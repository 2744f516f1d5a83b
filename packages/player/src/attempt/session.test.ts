import { expect } from 'chai';
import { SAMPLE_ITEMS, sampleContent } from '../../test/sample-content.ts';
import type { PlayerContent, PlayerOptions } from '../content.ts';
import type { Change } from '../tracking/recorder.ts';
import { outcomeOf } from './outcome.ts';
import { createAttemptSession } from './session.ts';

const ITEMS = ['capital-france', 'read', 'reykjavik', 'planet'].flatMap((id) =>
  SAMPLE_ITEMS.filter((item) => item.id === id),
);

const testOf = (options: Partial<PlayerOptions> = {}): PlayerContent =>
  sampleContent({ items: ITEMS, options: { mode: 'test', masteryScore: 0.6, ...options } });

function take(content: PlayerContent, state = '', saved = async () => {}) {
  let time = 1_772_600_000_000;
  const changes: Change[] = [];
  const session = createAttemptSession({
    content,
    saved: state,
    stateChars: 4096,
    recorder: { record: (change) => changes.push(change), commitNow: () => {}, saved },
    now: () => (time += 1000),
    newSeed: () => 4711,
  });
  const last = <K extends keyof Change>(key: K): Change[K] =>
    changes.filter((change) => change[key] !== undefined).pop()?.[key];
  return { session, changes, last };
}

describe('test', () => {
  it('asks every item once and scores the share of right answers', () => {
    const { session, changes, last } = take(testOf({ feedback: 'end' }));
    session.start();
    expect(session.item.value?.id).to.equal('capital-france');
    session.judge(true);
    expect(session.answers.value.size).to.equal(0);
    session.reveal({ kind: 'none' });
    session.judge(true);
    expect(session.item.value?.id).to.equal('read');
    session.next();
    session.reveal({ kind: 'typed', text: 'Oslo' });
    expect(session.item.value?.id).to.equal('planet');
    expect(last('outcome')).to.deep.equal({ completion: 'incomplete', success: 'unknown' });
    session.reveal({ kind: 'chosen', ids: new Set(['o2']) });
    expect(session.stage.value).to.equal('result');
    expect(session.result.value).to.deep.include({ correct: 2, total: 3 });
    expect(last('outcome')).to.deep.equal({ completion: 'completed', success: 'passed' });
    const interactions = changes.flatMap((change) => change.interaction ?? []);
    expect(
      interactions.map(({ type, response, correct }) => [type, response, correct]),
    ).to.deep.equal([
      ['performance', 'correct', true],
      ['fill-in', 'Oslo', false],
      ['choice', 'b', true],
    ]);
    expect(new Set(interactions.map(({ id }) => id)).size).to.equal(3);
  });

  it('shows right and wrong at once only where feedback is immediate', async () => {
    const { session } = take(testOf({ feedback: 'immediate' }));
    session.start();
    session.reveal({ kind: 'none' });
    session.judge(false);
    session.next();
    session.reveal({ kind: 'typed', text: 'reykjavik' });
    await Promise.resolve();
    expect(session.revealed.value).to.equal(true);
    expect(session.item.value?.id).to.equal('reykjavik');
    session.reveal({ kind: 'typed', text: 'Oslo' });
    session.judge(false);
    expect(session.answers.value.get('reykjavik')).to.include({ correct: true });
    session.next();
    expect(session.item.value?.id).to.equal('planet');
  });

  it('tells right from wrong only when the answer is saved', async () => {
    let answerSaved = () => {};
    const saved = () => new Promise<void>((resolve) => (answerSaved = resolve));
    const { session, last } = take(testOf({ feedback: 'immediate' }), '', saved);
    session.start();
    session.reveal({ kind: 'none' });
    session.judge(true);
    session.next();
    session.reveal({ kind: 'typed', text: 'Oslo' });
    expect(last('interaction')).to.include({ itemId: 'reykjavik' });
    expect([session.saving.value, session.revealed.value]).to.deep.equal([true, false]);
    session.reveal({ kind: 'typed', text: 'Reykjavík' });
    expect(session.answers.value.get('reykjavik')).to.include({ correct: false });
    answerSaved();
    await Promise.resolve();
    expect([session.saving.value, session.revealed.value]).to.deep.equal([false, true]);
  });

  it('draws so many questions as it should, the same ones after a resume', () => {
    const content = testOf({ questions: 2, feedback: 'end' });
    const first = take(content);
    const drawn = first.session.order.map(({ id }) => id);
    expect(drawn.filter((id) => id !== 'read')).to.have.length(2);
    first.session.start();
    first.session.reveal({ kind: 'typed', text: 'x' });
    first.session.reveal({ kind: 'none' });
    first.session.judge(true);
    const again = take(content, first.last('state'));
    expect(again.session.order.map(({ id }) => id)).to.deep.equal(drawn);
    expect(again.session.result.value.total).to.equal(2);
  });

  it('reports each objective when all of its questions are answered', () => {
    const items = ITEMS.map((item) => ({ ...item, objectives: [item.kind] }));
    const objectives = [
      { id: 'typed', title: 'Spelling' },
      { id: 'choice', title: 'Choosing' },
    ];
    const content = { ...testOf({ feedback: 'end' }), items, objectives };
    const { session, changes } = take(content);
    session.start();
    session.reveal({ kind: 'none' });
    session.judge(true);
    session.next();
    session.reveal({ kind: 'typed', text: 'Oslo' });
    session.reveal({ kind: 'chosen', ids: new Set(['o2']) });
    const reported = changes.flatMap((change) => change.objectives ?? []);
    expect(reported).to.deep.equal([
      {
        ...{ id: 'typed', title: 'Spelling', scaled: 0, progress: 1 },
        outcome: { completion: 'completed', success: 'failed' },
      },
      {
        ...{ id: 'choice', title: 'Choosing', scaled: 1, progress: 1 },
        outcome: { completion: 'completed', success: 'passed' },
      },
    ]);
  });

  it('resumes with the answers given, in the same shuffled order', () => {
    const content = testOf({ feedback: 'end', shuffle: true });
    const first = take(content);
    first.session.start();
    while (first.session.answers.value.size < 2) {
      const kind = first.session.item.value?.kind;
      if (kind === 'info') first.session.next();
      else if (kind === 'typed') first.session.reveal({ kind: 'typed', text: 'Reykjavík' });
      else if (kind === 'choice') first.session.reveal({ kind: 'chosen', ids: new Set(['o1']) });
      else {
        first.session.reveal({ kind: 'none' });
        first.session.judge(true);
      }
    }
    const again = take(content, first.last('state'));
    expect(again.session.order).to.deep.equal(first.session.order);
    expect(again.session.resumed).to.equal(true);
    expect(again.session.answers.value.size).to.equal(2);
    again.session.start();
    expect(again.session.answers.value.has(again.session.item.value?.id ?? '')).to.equal(false);
  });

  it('shows the result again when a finished test is reopened, and reports nothing', () => {
    const items = ITEMS.slice(0, 1);
    const content = sampleContent({ items, options: { mode: 'test' } });
    const first = take(content);
    first.session.start();
    first.session.reveal({ kind: 'none' });
    first.session.judge(true);
    const again = take(content, first.last('state'));
    expect(again.session.stage.value).to.equal('result');
    expect(again.session.result.value.scaled).to.equal(1);
    expect(again.changes).to.deep.equal([]);
  });

  it('passes at the mastery score exactly', () => {
    const rule = (scaled: number, masteryScore?: number) =>
      outcomeOf({ complete: true, scaled, masteryScore }).success;
    expect(rule(0.1 + 0.2, 0.3)).to.equal('passed');
    expect(rule(0.3, 0.1 + 0.2)).to.equal('passed');
    expect(rule(0.29, 0.3)).to.equal('failed');
    expect(rule(0)).to.equal('unknown');
  });
});
