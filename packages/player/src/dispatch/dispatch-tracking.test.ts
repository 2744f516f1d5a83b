import { expect } from 'chai';
import { memoryTracking } from '../tracking/memory.ts';
import { type Interaction, type Tracking, TrackingError } from '../tracking/tracking.ts';
import { uuidv7 } from '../uuid.ts';
import { type Backlog, unpackKept } from './backlog.ts';
import { dispatchTracking } from './dispatch-tracking.ts';

function interaction(n: number): Interaction {
  return {
    ...{ id: uuidv7(n), itemId: uuidv7(n), type: 'choice', description: '', response: 'a' },
    ...{ correctResponses: [], correct: true, objectiveIds: [], latencyMs: 1, at: n },
  };
}

function setup({
  stateChars = 4096,
  platform = {},
}: {
  stateChars?: number;
  platform?: Partial<Tracking>;
} = {}) {
  const timers: (() => void)[] = [];
  const calls: [string, unknown][] = [];
  let answers: Backlog['answers'] = [];
  const hub = {
    failure: null as TrackingError | null,
    got: [] as string[],
    commit: async () => {},
    commits: 0,
  };
  const note =
    (name: string) =>
    async (...args: unknown[]) => {
      calls.push([name, args[0]]);
    };
  const tracking = dispatchTracking({
    platform: {
      ...memoryTracking(),
      saveState: note('state'),
      score: note('score'),
      outcome: note('outcome'),
      commit: note('commit'),
      finish: note('finish'),
      ...platform,
    },
    hub: {
      tracking: {
        async interaction({ id, itemId: promptId, response, correct, latencyMs, at }) {
          const answeredAt = new Date(at).toISOString();
          answers = [...answers, { id, promptId, response, correct, latencyMs, answeredAt }];
        },
        outcome: async () => {},
        async commit() {
          hub.commits++;
          await hub.commit();
          if (hub.failure) throw hub.failure;
          hub.got.push(...answers.map(({ id }) => id));
          answers = [];
        },
      },
      backlog: () => ({ attempt: null, answers, sendings: [] }),
    },
    state: '',
    stateChars,
    setTimer: (run) => timers.push(run),
  });
  const kept = () => {
    const text = calls.findLast(([name]) => name === 'state')?.[1];
    return unpackKept(String(text ?? ''));
  };
  const fire = () => {
    for (const run of timers.splice(0)) run();
  };
  return { tracking, hub, calls, kept, fire };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const unreachable = () => new TrackingError('unreachable', 'retry');

describe('results of a dispatch', () => {
  it('an answer is in the state of the platform before the hub has it, and not any more after', async () => {
    const { tracking, hub, kept } = setup();
    await tracking.interaction(interaction(1));
    expect(kept().answers).to.have.length(1);
    await tracking.commit('answer');
    await settle();
    expect(hub.got).to.have.length(1);
    expect(kept().answers).to.have.length(0);
  });

  it('while the hub is away, the platform keeps the answers; the hub gets them when it is back', async () => {
    const { tracking, hub, calls, kept, fire } = setup();
    hub.failure = unreachable();
    for (const n of [1, 2, 3]) {
      await tracking.interaction(interaction(n));
      await tracking.commit('answer');
    }
    await settle();
    expect(kept().answers).to.have.length(3);
    hub.failure = null;
    fire();
    await settle();
    expect(hub.got).to.have.length(3);
    expect(kept().answers).to.have.length(0);
    expect(calls.at(-1)?.[0]).to.equal('commit');
  });

  it('what does not fit into the state is saved only with the hub', async () => {
    const { tracking, hub } = setup({ stateChars: 40 });
    hub.failure = unreachable();
    await tracking.interaction(interaction(1));
    const failed = await tracking.commit('answer').catch((error: unknown) => error);
    expect(failed).to.have.property('retry', true);
    hub.failure = null;
    await tracking.commit('answer');
    expect(hub.got).to.have.length(1);
  });

  it('is not saved while the platform does not commit', async () => {
    const commit = async () => {
      throw unreachable();
    };
    const { tracking } = setup({ platform: { commit } });
    await tracking.interaction(interaction(1));
    const failed = await tracking.commit('answer').catch((error: unknown) => error);
    expect(failed).to.have.property('retry', true);
  });

  it('what the hub refuses for good is told at the next commit, once', async () => {
    const { tracking, hub } = setup();
    hub.failure = new TrackingError('gone', 'give up');
    await tracking.interaction(interaction(1));
    await tracking.commit('answer');
    await settle();
    const failed = await tracking.commit('answer').catch((error: unknown) => error);
    expect(failed).to.have.property('retry', false);
  });

  it('what is added while the hub is being told is told right after', async () => {
    const { tracking, hub } = setup();
    let goOn = () => {};
    hub.commit = () =>
      new Promise((resolve) => {
        goOn = () => resolve();
      });
    await tracking.interaction(interaction(1));
    await tracking.commit('answer');
    await tracking.interaction(interaction(2));
    await tracking.commit('answer');
    goOn();
    await settle();
    goOn();
    await settle();
    expect(hub.got).to.have.length(2);
    expect(hub.commits).to.equal(2);
  });

  it('the way out sends to the hub first, but does not wait for it for long', async () => {
    const { tracking, hub, calls } = setup();
    await tracking.interaction(interaction(1));
    await tracking.finish('exit');
    expect(hub.got).to.have.length(1);
    expect(calls.at(-1)).to.deep.equal(['finish', 'exit']);

    const slow = setup();
    slow.hub.commit = () => new Promise(() => {});
    const finished = slow.tracking.finish('exit');
    await settle();
    slow.fire();
    await finished;
    expect(slow.calls.at(-1)).to.deep.equal(['finish', 'exit']);
  });

  it("the platform is told the hub's view of a study, and commits what decides", async () => {
    const { tracking, calls } = setup();
    const half = { scoreScaled: 0.5, completion: 'incomplete', success: 'unknown' } as const;
    await tracking.report(half);
    await tracking.report({ ...half, scoreScaled: 0.75 });
    await tracking.report({ scoreScaled: 1, completion: 'completed', success: 'passed' });
    const scores = calls.filter(([name]) => name === 'score').map(([, scaled]) => scaled);
    expect(scores).to.deep.equal([0.5, 0.75, 1]);
    expect(calls.filter(([name]) => name === 'commit')).to.have.length(2);
    expect(calls.at(-1)?.[0]).to.equal('commit');
  });
});
