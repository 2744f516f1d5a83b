import { expect } from 'chai';
import fc from 'fast-check';
import { memoryTracking } from '../tracking/memory.ts';
import { type Tracking, TrackingError, type TrackingStart } from '../tracking/tracking.ts';
import { answerRelay } from './answer-relay.ts';
import type { RelayPort, ToPlayer, ToShell } from './messages.ts';
import { relayTracking } from './relay.ts';

const START: TrackingStart = {
  learner: { id: 'l1', name: 'Emmy' },
  mode: 'normal',
  state: 'kept',
  location: '',
  limits: { stateChars: 4096 },
};

/** Two windows; `lose` says which message does not arrive. */
function setup(
  platform: Partial<Tracking> = {},
  lose: (message: ToShell | ToPlayer) => boolean = () => false,
) {
  const timers: (() => void)[] = [];
  const hear: { shell?: (m: ToShell) => void; player?: (m: ToPlayer) => void } = {};
  const toShell: RelayPort<ToShell, ToPlayer> = {
    post: (message) => {
      if (!lose(message)) hear.shell?.(structuredClone(message));
    },
    listen: (on) => {
      hear.player = on;
    },
  };
  const toPlayer: RelayPort<ToPlayer, ToShell> = {
    post: (message) => {
      if (!lose(message)) hear.player?.(structuredClone(message));
    },
    listen: (on) => {
      hear.shell = on;
    },
  };
  const scores: number[] = [];
  const tracking: Tracking = {
    ...memoryTracking(),
    score: async (scaled) => {
      scores.push(scaled);
    },
    ...platform,
  };
  const hellos: true[] = [];
  const connect = () =>
    answerRelay({ port: toPlayer, tracking, start: START, onHello: () => hellos.push(true) });
  const relay = relayTracking({
    port: toShell,
    channel: 'c1',
    setTimer: (run) => timers.push(run),
  });
  const fire = () => {
    for (const run of timers.splice(0)) run();
  };
  return { relay, connect, fire, scores, hellos, hear };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('relay between player and shell', () => {
  it('begins as the platform begins', async () => {
    const { relay, connect, hellos } = setup();
    connect();
    expect(await relay.init()).to.deep.equal(START);
    expect(hellos).to.have.length(1);
  });

  it('says hello until the shell is there, and gives up when it never is', async () => {
    const late = setup();
    const started = late.relay.init();
    late.fire();
    late.connect();
    late.fire();
    expect(await started).to.deep.equal(START);

    const never = setup();
    const failed = never.relay.init().catch((error: unknown) => error);
    for (let i = 0; i < 100; i++) never.fire();
    expect(await failed).to.have.property('name', 'LaunchError');
  });

  it('does every call once and in order, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 1, max: 20 }),
        async (lost, count) => {
          let losses = 0;
          const lose = () => losses++ < 60 && lost.next().value === true;
          const { relay, connect, fire, scores } = setup({}, lose);
          connect();
          const begun = relay.init();
          const calls = Array.from({ length: count }, (_, i) => relay.score(i));
          for (let i = 0; i < 200; i++) {
            await settle();
            fire();
          }
          await Promise.all([begun, ...calls]);
          expect(scores).to.deep.equal(Array.from({ length: count }, (_, i) => i));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('tells whether a refusal is worth another try', async () => {
    const refuse = (retry: 'retry' | 'give up') => async () => {
      throw new TrackingError('no', retry);
    };
    const { relay, connect } = setup({ commit: refuse('retry'), score: refuse('give up') });
    connect();
    expect(await relay.commit('answer').catch((error: unknown) => error)).to.have.property(
      'retry',
      true,
    );
    expect(await relay.score(1).catch((error: unknown) => error)).to.have.property('retry', false);
  });

  it('refuses what a later hub asks for, and goes on', async () => {
    const { connect, hear, scores } = setup();
    connect();
    const call = { protocol: 'crosswalk-dispatch/1', channel: 'c1', kind: 'call' } as const;
    const later = { ...call, seq: 0, method: 'dance', args: [] };
    hear.shell?.(later as unknown as ToShell);
    hear.shell?.({ ...call, seq: 1, method: 'score', args: [0.5] });
    await settle();
    expect(scores).to.deep.equal([0.5]);
  });

  it('does not listen to a second page in the frame', async () => {
    const { relay, connect, hear, scores } = setup();
    connect();
    await relay.init();
    await relay.score(1);
    const other: ToShell = {
      ...{ protocol: 'crosswalk-dispatch/1', channel: 'c2', kind: 'call', seq: 1 },
      ...{ method: 'score', args: [0] },
    };
    hear.shell?.(other);
    await settle();
    expect(scores).to.deep.equal([1]);
  });
});
