import { expect } from 'chai';
import { type StrictLms, strictLms } from '../../../test/strict-scorm12.ts';
import { type Interaction, type Tracking, TrackingError } from '../tracking.ts';
import { scorm12Tracking } from './scorm12.ts';

const START = Date.UTC(2026, 2, 4, 10, 0, 0);

const answer: Interaction = {
  id: '0190a0b0-7c00-7000-8000-000000000001',
  itemId: 'urn:item 1/ä',
  type: 'fill-in',
  description: 'A question',
  objectiveIds: ['urn:topic 1'],
  response: `${'x'.repeat(254)}😀 and more`,
  correctResponses: ['y'.repeat(300), 'z'],
  correct: true,
  latencyMs: 61_234,
  at: START,
};

type Options = Parameters<typeof scorm12Tracking>[1];

async function open(initial: Record<string, string> = {}, options: Options = { mode: 'test' }) {
  let time = START;
  const lms: StrictLms = strictLms(initial);
  const tracking: Tracking = scorm12Tracking(lms.api, options, () => time);
  const start = await tracking.init();
  return { lms, tracking, start, wait: (ms: number) => (time += ms) };
}

const writes = (lms: StrictLms): string[] => lms.calls.filter((call) => call.includes('='));

describe('SCORM 1.2', () => {
  it('restores state, location, learner and mode on open, and writes nothing', async () => {
    const { lms, start } = await open({
      'cmi.suspend_data': 'Bxyz',
      'cmi.core.lesson_location': 'item-7',
    });
    expect(start).to.deep.equal({
      learner: { id: 'learner-1', name: 'Noether, Emmy' },
      mode: 'normal',
      state: 'Bxyz',
      location: 'item-7',
      limits: { stateChars: 4096 },
    });
    expect(writes(lms)).to.deep.equal([]);
  });

  it('a complete test is suspended for as long as its state has to outlive it', async () => {
    const completed = { completion: 'completed', success: 'unknown' } as const;
    for (const [lasts, exit] of [
      ['beyond the end', 'suspend'],
      [undefined, ''],
    ] as const) {
      const { lms, tracking } = await open();
      await tracking.saveState('Bx', 'beyond the end');
      await tracking.outcome(completed);
      await tracking.saveState('By', lasts);
      await tracking.finish('exit');
      expect(lms.kept['cmi.core.exit']).to.equal(exit);
    }
  });

  it('opening and closing reports no status', async () => {
    const { lms, tracking } = await open();
    await tracking.finish('exit');
    expect(lms.kept['cmi.core.lesson_status']).to.equal('not attempted');
    expect(lms.kept['cmi.core.exit']).to.equal('suspend');
  });

  it('lesson_status is success where it is known, else completion', async () => {
    const cases = [
      [{ completion: 'incomplete', success: 'unknown' }, 'incomplete'],
      [{ completion: 'completed', success: 'unknown' }, 'completed'],
      [{ completion: 'completed', success: 'passed' }, 'passed'],
      [{ completion: 'completed', success: 'failed' }, 'failed'],
    ] as const;
    for (const [outcome, status] of cases) {
      const { lms, tracking } = await open();
      await tracking.outcome(outcome);
      await tracking.finish('exit');
      expect(lms.kept['cmi.core.lesson_status']).to.equal(status);
      const exit = outcome.completion === 'completed' ? '' : 'suspend';
      expect(lms.kept['cmi.core.exit']).to.equal(exit);
    }
  });

  it('a study stays suspended when it is complete, so that the LMS keeps its state', async () => {
    const { lms, tracking } = await open({}, { mode: 'study' });
    await tracking.outcome({ completion: 'completed', success: 'unknown' });
    await tracking.finish('exit');
    expect(lms.kept).to.include({
      'cmi.core.lesson_status': 'completed',
      'cmi.core.exit': 'suspend',
    });
  });

  it('a score that would be judged is written when the outcome is complete, not before', async () => {
    const { lms, tracking } = await open({}, { mode: 'test', masteryScore: 0.8 });
    await tracking.score(0.25);
    await tracking.outcome({ completion: 'incomplete', success: 'unknown' });
    await tracking.score(0.5);
    await tracking.commit('answer');
    expect(lms.kept).to.not.have.property('cmi.core.score.raw');
    await tracking.outcome({ completion: 'completed', success: 'failed' });
    await tracking.score(1);
    expect(lms.errors).to.deep.equal([]);
    expect(writes(lms).filter((call) => /score.raw|status/.test(call))).to.deep.equal([
      'cmi.core.lesson_status=incomplete',
      'cmi.core.score.raw=50',
      'cmi.core.lesson_status=failed',
      'cmi.core.score.raw=100',
    ]);
  });

  it('does not take back what the LMS counts as done', async () => {
    const done = await open({ 'cmi.core.lesson_status': 'completed' });
    await done.tracking.outcome({ completion: 'incomplete', success: 'unknown' });
    const passed = await open({ 'cmi.core.lesson_status': 'passed' });
    await passed.tracking.outcome({ completion: 'completed', success: 'failed' });
    expect([...writes(done.lms), ...writes(passed.lms)]).to.deep.equal([]);
  });

  it('a failed learner who tries again can pass', async () => {
    const { lms, tracking } = await open({ 'cmi.core.lesson_status': 'failed' });
    await tracking.outcome({ completion: 'completed', success: 'passed' });
    await tracking.commit('answer');
    expect(lms.kept['cmi.core.lesson_status']).to.equal('passed');
  });

  it('score is 0 to 100 with at most two decimals', async () => {
    const { lms, tracking } = await open();
    await tracking.score(2 / 3);
    await tracking.commit('answer');
    expect(lms.kept).to.include({
      'cmi.core.score.raw': '66.67',
      'cmi.core.score.min': '0',
      'cmi.core.score.max': '100',
    });
  });

  it('interactions are complete, in valid forms, and clipped to 255 characters', async () => {
    const { lms, tracking } = await open();
    await tracking.interaction(answer);
    await tracking.interaction({ ...answer, correct: false, type: 'choice', response: 'a,c' });
    await tracking.commit('answer');
    expect(lms.errors).to.deep.equal([]);
    expect(lms.kept).to.include({
      'cmi.interactions.0.id': 'urn_item_1__',
      'cmi.interactions.0.type': 'fill-in',
      'cmi.interactions.0.objectives.0.id': 'urn_topic_1',
      'cmi.interactions.0.student_response': 'x'.repeat(254),
      'cmi.interactions.0.correct_responses.0.pattern': 'y'.repeat(255),
      'cmi.interactions.0.correct_responses.1.pattern': 'z',
      'cmi.interactions.0.result': 'correct',
      'cmi.interactions.0.weighting': '1',
      'cmi.interactions.0.latency': '0000:01:01.23',
      'cmi.interactions.1.student_response': 'a,c',
      'cmi.interactions.1.result': 'wrong',
    });
  });

  it("the LMS's mastery score counts where it has one", async () => {
    const lmsOwn = await open({ 'cmi.student_data.mastery_score': '75' }, { mode: 'test' });
    expect(lmsOwn.start.masteryScore).to.equal(0.75);
    await lmsOwn.tracking.score(0.5);
    expect(writes(lmsOwn.lms)).to.deep.equal([]);
    const options = { mode: 'test', masteryScore: 2 / 3 } as const;
    const rounded = await open({ 'cmi.student_data.mastery_score': '66.67' }, options);
    expect(rounded.start.masteryScore).to.equal(2 / 3);
  });

  it('objectives have a score and a status', async () => {
    const { lms, tracking } = await open();
    const outcome = { completion: 'completed', success: 'passed' } as const;
    await tracking.objective({ id: 'topic 1', title: 'Topic', scaled: 0.5, progress: 1, outcome });
    await tracking.commit('answer');
    expect(lms.errors).to.deep.equal([]);
    expect(lms.kept).to.include({
      'cmi.objectives.0.id': 'topic_1',
      'cmi.objectives.0.score.raw': '50',
      'cmi.objectives.0.status': 'passed',
    });
  });

  it('continues numbering the interactions of a session before', async () => {
    const { lms, tracking } = await open({ 'cmi.interactions.0.id': 'earlier' });
    await tracking.interaction(answer);
    expect(lms.errors).to.deep.equal([]);
    expect(lms.calls).to.include('cmi.interactions.1.type=fill-in');
  });

  it('session_time is HHHH:MM:SS.ss of this session', async () => {
    const { lms, tracking, wait } = await open();
    wait(3_725_678);
    await tracking.finish('exit');
    expect(lms.kept['cmi.core.session_time']).to.equal('0001:02:05.68');
  });

  it('suspend_data never exceeds 4,096 characters', async () => {
    const { lms, tracking } = await open();
    await tracking.saveState('A'.repeat(5000));
    await tracking.commit('answer');
    expect(lms.kept['cmi.suspend_data']).to.have.length(4096);
  });

  it('browse and review modes write nothing and still end the session', async () => {
    for (const mode of ['browse', 'review']) {
      const { lms, tracking, start } = await open({ 'cmi.core.lesson_mode': mode });
      expect(start.mode).to.equal(mode);
      await tracking.interaction(answer);
      await tracking.score(1);
      await tracking.outcome({ completion: 'completed', success: 'passed' });
      await tracking.saveState('A');
      await tracking.commit('answer');
      await tracking.finish('exit');
      expect(lms.calls).to.deep.equal(['LMSInitialize', 'LMSFinish']);
    }
  });

  it('a commit answered null, "false" or by a throw is to be tried again', async () => {
    for (const reply of [null, 'false', false, undefined]) {
      const { lms, tracking } = await open();
      lms.commitAnswers.push(reply);
      const error = await tracking.commit('answer').catch((e: unknown) => e);
      expect(error).to.be.instanceOf(TrackingError).with.property('retry', true);
      await tracking.commit('answer');
    }
    const { lms, tracking } = await open();
    lms.api.LMSCommit = () => {
      throw new Error('frame is gone');
    };
    expect(await tracking.commit('answer').catch((e: unknown) => e)).to.have.property(
      'retry',
      true,
    );
  });

  it('a read-only or unknown element is not tried again; an optional one is not missed', async () => {
    const { lms, tracking } = await open();
    const set = lms.api.LMSSetValue;
    let code = '0';
    lms.api.LMSSetValue = (element, value) => {
      code = element === 'cmi.suspend_data' ? '403' : '401';
      return /suspend_data|interactions|location/.test(element) ? 'false' : set(element, value);
    };
    lms.api.LMSGetLastError = () => code;
    await tracking.interaction(answer);
    await tracking.setLocation('x');
    const error = await tracking.saveState('A').catch((e: unknown) => e);
    expect(error).to.be.instanceOf(TrackingError).with.property('retry', false);
  });

  it('an LMS that answers with booleans or says nothing is believed', async () => {
    const { lms, tracking } = await open();
    lms.api.LMSSetValue = () => undefined;
    lms.api.LMSCommit = () => true;
    await tracking.score(1);
    await tracking.commit('answer');
  });
});
