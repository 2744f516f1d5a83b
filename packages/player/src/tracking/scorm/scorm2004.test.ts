import { expect } from 'chai';
import { type StrictScorm2004, strictScorm2004 } from '../../../test/strict-scorm2004.ts';
import { type Interaction, TrackingError } from '../tracking.ts';
import { scorm2004Tracking } from './scorm2004.ts';

const START = Date.UTC(2026, 2, 4, 10, 0, 0);

const answer: Interaction = {
  id: '0190a0b0-7c00-7000-8000-000000000001',
  itemId: 'item 1/ä',
  type: 'fill-in',
  description: 'What is {x}?',
  response: `{${'x'.repeat(247)}😀 and more`,
  correctResponses: ['Rome [,] Italy', 'Roma'],
  objectiveIds: ['topic 1'],
  correct: true,
  latencyMs: 3_661_234,
  at: START,
};

type Options = Parameters<typeof scorm2004Tracking>[1];

async function open(initial: Record<string, string> = {}, options: Partial<Options> = {}) {
  let time = START;
  const lms = strictScorm2004(initial);
  const place = { mode: 'test', edition: 4, parts: 1, ...options } as const;
  const tracking = scorm2004Tracking(lms.api, place, () => time);
  const start = await tracking.init();
  return { lms, tracking, start, wait: (ms: number) => (time += ms) };
}

const writes = (lms: StrictScorm2004): string[] => lms.calls.filter((call) => call.includes('='));

describe('SCORM 2004', () => {
  it('restores state, location, learner and mode on open, and writes nothing', async () => {
    const { lms, start } = await open({
      'cmi.suspend_data': 'Bxyz',
      'cmi.location': 'item-7',
      'cmi.learner_name': 'Noether, Emmy',
      'cmi.mode': 'normal',
    });
    expect(start).to.deep.equal({
      learner: { id: 'learner-1', name: 'Noether, Emmy' },
      mode: 'normal',
      state: 'Bxyz',
      location: 'item-7',
      limits: { stateChars: 64_000 },
    });
    expect(writes(lms)).to.deep.equal([]);
    expect(lms.errors).to.deep.equal([]);
  });

  it('a complete test is suspended for as long as its state has to outlive it', async () => {
    const completed = { completion: 'completed', success: 'unknown' } as const;
    for (const [lasts, exit] of [
      ['beyond the end', 'suspend'],
      [undefined, 'normal'],
    ] as const) {
      const { lms, tracking } = await open();
      await tracking.saveState('Bx', 'beyond the end');
      await tracking.outcome(completed);
      await tracking.saveState('By', lasts);
      await tracking.finish('exit');
      expect(lms.kept['cmi.exit']).to.equal(exit);
    }
  });

  it('opening and leaving reports no status', async () => {
    const { lms, tracking } = await open();
    await tracking.finish('leave');
    expect(lms.kept).not.to.have.any.keys('cmi.completion_status', 'cmi.success_status');
    expect(lms.kept).to.include({ 'cmi.exit': 'suspend' });
    expect(lms.kept).not.to.have.property('adl.nav.request');
  });

  it('completion and success are told apart', async () => {
    const { lms, tracking } = await open();
    await tracking.outcome({ completion: 'completed', success: 'failed' });
    await tracking.commit('answer');
    expect(lms.kept).to.include({
      'cmi.completion_status': 'completed',
      'cmi.success_status': 'failed',
    });
    await tracking.outcome({ completion: 'completed', success: 'passed' });
    await tracking.outcome({ completion: 'incomplete', success: 'failed' });
    await tracking.commit('answer');
    expect(lms.kept).to.include({
      'cmi.completion_status': 'completed',
      'cmi.success_status': 'passed',
    });
  });

  it('success is left alone where nothing decides it', async () => {
    const { lms, tracking } = await open();
    await tracking.outcome({ completion: 'completed', success: 'unknown' });
    await tracking.commit('answer');
    expect(lms.kept).not.to.have.property('cmi.success_status');
  });

  it("the LMS's passing score counts, and a score that it would judge waits for the end", async () => {
    const { lms, tracking, start } = await open({ 'cmi.scaled_passing_score': '0.75' });
    expect(start.masteryScore).to.equal(0.75);
    await tracking.score(0.25);
    await tracking.commit('answer');
    expect(lms.kept).not.to.have.property('cmi.score.scaled');
    await tracking.score(2 / 3);
    await tracking.outcome({ completion: 'completed', success: 'failed' });
    await tracking.commit('answer');
    expect(lms.kept).to.include({
      'cmi.score.scaled': '0.6667',
      'cmi.score.raw': '66.67',
      'cmi.score.min': '0',
      'cmi.score.max': '100',
    });
    expect(writes(lms).map((call) => call.split('=')[0])).to.satisfy(
      (names: string[]) =>
        names.indexOf('cmi.score.scaled') < names.indexOf('cmi.completion_status'),
    );
  });

  it('its own passing score, rounded in the manifest, stays its own', async () => {
    const initial = { 'cmi.scaled_passing_score': '0.6667' };
    expect((await open(initial, { masteryScore: 2 / 3 })).start.masteryScore).to.equal(2 / 3);
  });

  it('interactions are complete and in valid forms', async () => {
    const { lms, tracking } = await open();
    await tracking.interaction(answer);
    const letters = { type: 'choice', response: 'a,c', correctResponses: ['a,b'] } as const;
    await tracking.interaction({ ...answer, ...letters, correct: false });
    const judged = { type: 'performance', response: 'good', correctResponses: [] } as const;
    await tracking.interaction({ ...answer, ...judged });
    await tracking.commit('answer');
    expect(lms.errors).to.deep.equal([]);
    expect(lms.kept).to.include({
      'cmi.interactions.0.id': 'item%201/%C3%A4',
      'cmi.interactions.0.type': 'fill-in',
      'cmi.interactions.0.objectives.0.id': 'topic%201',
      'cmi.interactions.0.timestamp': '2026-03-04T10:00:00.00Z',
      'cmi.interactions.0.correct_responses.0.pattern': '{case_matters=false}Rome [ ,] Italy',
      'cmi.interactions.0.correct_responses.1.pattern': '{case_matters=false}Roma',
      'cmi.interactions.0.learner_response': `( ${'x'.repeat(247)}`,
      'cmi.interactions.0.result': 'correct',
      'cmi.interactions.0.latency': 'PT1H1M1.23S',
      'cmi.interactions.0.description': 'What is {x}?',
      'cmi.interactions.1.learner_response': 'a[,]c',
      'cmi.interactions.1.correct_responses.0.pattern': 'a[,]b',
      'cmi.interactions.1.result': 'incorrect',
      'cmi.interactions.2.type': 'other',
      'cmi.interactions.2.learner_response': 'good',
    });
  });

  it('objectives keep the places that the LMS has given them', async () => {
    const { lms, tracking } = await open({
      'cmi.objectives.0.id': 'first',
      'cmi.objectives.1.id': 'second',
    });
    const outcome = { completion: 'completed', success: 'passed' } as const;
    const result = { title: 'Topic', scaled: 0.5, progress: 1, outcome };
    await tracking.objective({ ...result, id: 'second' });
    await tracking.objective({ ...result, id: 'third' });
    await tracking.commit('answer');
    expect(lms.errors).to.deep.equal([]);
    expect(lms.kept).to.include({
      'cmi.objectives.1.success_status': 'passed',
      'cmi.objectives.1.score.scaled': '0.5',
      'cmi.objectives.2.id': 'third',
      'cmi.objectives.2.completion_status': 'completed',
    });
  });

  it('when all is complete, the objective of it is satisfied', async () => {
    const options = { completionObjective: 'done 1' };
    const { lms, tracking } = await open({ 'cmi.objectives.0.id': 'done%201' }, options);
    await tracking.outcome({ completion: 'incomplete', success: 'unknown' });
    expect(writes(lms).filter((call) => call.includes('objectives'))).to.deep.equal([]);
    await tracking.outcome({ completion: 'completed', success: 'failed' });
    await tracking.commit('answer');
    expect(lms.kept).to.include({ 'cmi.objectives.0.success_status': 'passed' });
    expect(lms.errors).to.deep.equal([]);
  });

  const exits = [
    ['a test halfway', { mode: 'test', parts: 1 }, 'incomplete', 'suspend', 'suspendAll'],
    ['a finished test', { mode: 'test', parts: 1 }, 'completed', 'normal', 'exitAll'],
    ['a finished part', { mode: 'test', parts: 3 }, 'completed', 'normal', 'exit'],
    ['a finished study', { mode: 'study', parts: 1 }, 'completed', 'suspend', 'suspendAll'],
  ] as const;
  for (const [name, options, completion, exit, request] of exits) {
    it(`${name} that is left by the button asks for ${request}`, async () => {
      const { lms, tracking } = await open({}, options);
      await tracking.outcome({ completion, success: 'unknown' });
      await tracking.finish('exit');
      expect(lms.kept).to.include({ 'cmi.exit': exit, 'adl.nav.request': request });
      expect(lms.errors).to.deep.equal([]);
    });
  }

  it('a finished part goes on to the next where the LMS allows it', async () => {
    const { lms, tracking } = await open(
      { 'adl.nav.request_valid.continue': 'true' },
      { parts: 3 },
    );
    await tracking.outcome({ completion: 'completed', success: 'unknown' });
    await tracking.finish('exit');
    expect(lms.kept['adl.nav.request']).to.equal('continue');
  });

  it('when the page goes away, commit and end are called before anything else runs', async () => {
    const { lms, tracking } = await open();
    await tracking.saveState('A');
    void tracking.finish('leave');
    expect(lms.calls.slice(-2)).to.deep.equal(['Commit', 'Terminate']);
  });

  it('suspend_data holds 4,000 characters in the 3rd edition', async () => {
    const { lms, tracking, start } = await open({}, { edition: 3 });
    expect(start.limits.stateChars).to.equal(4000);
    await tracking.saveState('A'.repeat(5000));
    await tracking.commit('answer');
    expect(lms.kept['cmi.suspend_data']).to.have.length(4000);
  });

  it('browse and review modes write nothing and still end the session', async () => {
    for (const mode of ['browse', 'review']) {
      const { lms, tracking, start } = await open({ 'cmi.mode': mode });
      expect(start.mode).to.equal(mode);
      await tracking.interaction(answer);
      const outcome = { completion: 'completed', success: 'passed' } as const;
      await tracking.objective({ id: 'a', title: '', scaled: 1, progress: 1, outcome });
      await tracking.score(1);
      await tracking.outcome(outcome);
      await tracking.saveState('A');
      await tracking.commit('answer');
      await tracking.finish('exit');
      expect(lms.calls).to.deep.equal(['Initialize', 'Terminate']);
    }
  });

  it('a commit answered null or "false" is to be tried again', async () => {
    for (const reply of [null, 'false', undefined]) {
      const { lms, tracking } = await open();
      lms.commitAnswers.push(reply);
      const error = await tracking.commit('answer').catch((e: unknown) => e);
      expect(error).to.be.instanceOf(TrackingError).with.property('retry', true);
    }
  });
});
