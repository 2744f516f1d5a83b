import { expect } from 'chai';
import { memoryTracking } from './memory.ts';
import { createRecorder } from './recorder.ts';
import { type Interaction, type Tracking, TrackingError } from './tracking.ts';

const answer = (id: string): Interaction => ({
  id,
  itemId: id,
  type: 'performance',
  description: id,
  objectiveIds: [],
  response: 'good',
  correctResponses: [],
  correct: true,
  latencyMs: 1,
  at: 0,
});

interface Failing {
  /** Commits that fail. */
  times: number;
  retry: 'retry' | 'give up';
  finishFails?: boolean;
}

function setup(failing: Failing = { times: 0, retry: 'retry' }) {
  const log: string[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  let failures = failing.times;
  const step = (name: string) => async (value: unknown) => {
    if (name === 'commit' && failures-- > 0) {
      log.push('refused');
      throw new TrackingError('no', failing.retry);
    }
    const said = typeof value === 'object' && value ? Object.values(value)[0] : value;
    log.push(said === undefined ? name : `${name} ${said}`);
  };
  const tracking: Tracking = {
    ...memoryTracking(),
    interaction: step('interaction'),
    score: step('score'),
    outcome: step('outcome'),
    saveState: step('state'),
    setLocation: step('location'),
    progress: async () => {
      throw new TrackingError('never', 'retry');
    },
    commit: step('commit'),
    objective: step('objective'),
    finish: async (way) => {
      log.push(`finish ${way}`);
      if (failing.finishFails) throw new TrackingError('no', 'retry');
    },
  };
  const setTimer = (run: () => void, ms: number) => timers.push({ run, ms });
  const recorder = createRecorder({ tracking, setTimer });
  /** Lets the next timer end; says how long it would have taken. */
  const tick = async (): Promise<number | undefined> => {
    const timer = timers.shift();
    timer?.run();
    await recorder.settled();
    return timer?.ms;
  };
  return { recorder, log, tick, timers };
}

describe('recorder', () => {
  it('sends score before status, and commits a second after an answer', async () => {
    const { recorder, log, tick } = setup();
    recorder.record({
      state: 's',
      outcome: { completion: 'incomplete', success: 'unknown' },
      score: 0.5,
      interaction: answer('a'),
    });
    await recorder.settled();
    expect(log).to.deep.equal(['interaction a', 'score 0.5', 'outcome incomplete', 'state s']);
    expect(recorder.unsaved.value).to.equal(1);
    expect(await tick()).to.equal(1000);
    expect(log.pop()).to.equal('commit answer');
    expect(recorder.unsaved.value).to.equal(0);
  });

  it('commits once for answers within a second', async () => {
    const { recorder, log, tick } = setup();
    recorder.record({ interaction: answer('a') });
    recorder.record({ interaction: answer('b') });
    await tick();
    await tick();
    expect(log).to.deep.equal(['interaction a', 'interaction b', 'commit answer']);
  });

  it('tries a refused commit again, waiting longer each time, and tells after the second', async () => {
    const { recorder, tick, log } = setup({ times: 3, retry: 'retry' });
    recorder.record({ interaction: answer('a') });
    await tick();
    expect(recorder.delivery.value).to.equal('ok');
    expect(await tick()).to.equal(1000);
    expect(recorder.delivery.value).to.equal('retrying');
    expect(await tick()).to.equal(2000);
    recorder.record({ interaction: answer('b') });
    expect(recorder.unsaved.value).to.equal(2);
    await recorder.settled();
    expect(recorder.delivery.value).to.equal('ok');
    recorder.commitNow('hidden');
    await recorder.settled();
    expect(recorder.unsaved.value).to.equal(0);
    const kept = log.filter((line) => line !== 'refused');
    expect(kept).to.deep.equal([
      'interaction a',
      'commit answer',
      'interaction b',
      'commit hidden',
    ]);
  });

  it('goes on after something that is refused for good, and tells', async () => {
    const { recorder, log } = setup({ times: 1, retry: 'give up' });
    recorder.record({ score: 1 });
    recorder.commitNow('hidden');
    recorder.record({ score: 0.5 });
    await recorder.settled();
    expect(log).to.deep.equal(['score 1', 'refused', 'score 0.5']);
    expect(recorder.delivery.value).to.equal('lost');
  });

  it('does not let one value that keeps failing hold back the others', async () => {
    const { recorder, log, tick } = setup({ times: 0, retry: 'retry' });
    recorder.record({ progress: Number.NaN });
    recorder.record({ score: 1 });
    for (let i = 0; i < 6; i++) await tick();
    expect(log).to.include('score 1');
    expect(recorder.delivery.value).to.equal('lost');
  });

  it('sends only the newest of states that wait', async () => {
    const { recorder, log } = setup({ times: 1, retry: 'retry' });
    recorder.record({ state: 'one' });
    recorder.commitNow('hidden');
    recorder.record({ state: 'two' });
    recorder.record({ state: 'three' });
    await recorder.settled();
    await recorder.settled();
    expect(log.filter((line) => line.startsWith('state'))).to.deep.equal([
      'state one',
      'state three',
    ]);
  });

  it('finishes once, after everything that waits, without any timer', async () => {
    const { recorder, log, timers } = setup();
    recorder.record({ interaction: answer('a'), score: 1 });
    timers.length = 0;
    await Promise.all([recorder.finish('exit'), recorder.finish('exit')]);
    recorder.record({ score: 0 });
    expect(log).to.deep.equal(['interaction a', 'score 1', 'commit end', 'finish exit']);
    expect(timers).to.deep.equal([]);
  });

  it('when the page goes away, everything is under way before anything is answered', () => {
    const { recorder, log } = setup();
    recorder.record({ interaction: answer('a'), score: 1 });
    recorder.record({ interaction: answer('b') });
    void recorder.finish('leave');
    expect(log).to.deep.equal(['interaction a', 'score 1', 'interaction b', 'finish leave']);
  });

  it('an answer is saved when its commit has succeeded', async () => {
    const { recorder, log } = setup();
    recorder.record({ interaction: answer('a') });
    await recorder.saved();
    expect(log).to.deep.equal(['interaction a', 'commit answer']);
    expect(recorder.unsaved.value).to.equal(0);
  });

  it('whoever waits for an answer to be saved goes on when the learner is told that it is not', async () => {
    const { recorder, tick } = setup({ times: 9, retry: 'retry' });
    recorder.record({ interaction: answer('a') });
    const saved = recorder.saved();
    for (let i = 0; i < 4 && recorder.delivery.value === 'ok'; i++) await tick();
    await saved;
    expect(recorder.delivery.value).to.equal('retrying');
    expect(recorder.unsaved.value).to.equal(1);
  });

  it('sends each objective once, with its newest result', async () => {
    const { recorder, log } = setup();
    const outcome = { completion: 'incomplete', success: 'unknown' } as const;
    const result = (id: string) => ({ id, title: '', scaled: 0, progress: 0, outcome });
    recorder.record({ objectives: [result('a'), result('b')] });
    recorder.record({ objectives: [result('b')] });
    await recorder.settled();
    expect(log).to.deep.equal(['objective a', 'objective b']);
  });

  it('finishes although the last commit fails; nothing is lost when finishing commits', async () => {
    const { recorder, log } = setup({ times: 9, retry: 'retry' });
    recorder.record({ interaction: answer('a') });
    await recorder.finish('exit');
    expect(log).to.deep.equal(['interaction a', 'refused', 'finish exit']);
    expect(recorder.delivery.value).to.equal('ok');
    expect(recorder.unsaved.value).to.equal(0);
  });

  it('tells when neither the last commit nor finishing succeeds', async () => {
    const { recorder } = setup({ times: 9, retry: 'retry', finishFails: true });
    recorder.record({ interaction: answer('a') });
    await recorder.finish('exit');
    expect(recorder.delivery.value).to.equal('lost');
    expect(recorder.unsaved.value).to.equal(1);
  });

  it('a commit refused for good is made up for by a later one', async () => {
    const { recorder } = setup({ times: 1, retry: 'give up' });
    recorder.record({ interaction: answer('a') });
    recorder.commitNow('hidden');
    await recorder.settled();
    expect(recorder.delivery.value).to.equal('lost');
    recorder.record({ score: 1 });
    await recorder.settled();
    expect(recorder.delivery.value).to.equal('lost');
    recorder.commitNow('hidden');
    await recorder.settled();
    expect(recorder.delivery.value).to.equal('ok');
    expect(recorder.unsaved.value).to.equal(0);
  });
});
