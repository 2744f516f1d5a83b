import { mock } from 'node:test';
import { expect } from 'chai';
import type { CourseCommit } from '../launch.ts';
import { createOutbox, type SaveState } from './outbox.ts';
import { type CourseState, createPending } from './pending.ts';

const course: CourseState = { currentItem: 'a', sequencing: null, outcome: null, isEnded: false };
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('what changes in a course', () => {
  const { fetch } = globalThis;
  let sent: CourseCommit[];
  let answers: (() => void)[];
  let states: SaveState[];
  let said: number;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    [sent, answers, states, said] = [[], [], [], 0];
    globalThis.fetch = (_, options) => {
      sent.push(JSON.parse(String(options?.body)));
      return new Promise((resolve) => {
        answers.push(() => resolve(new Response(null, { status: 204 })));
      });
    };
  });
  afterEach(() => {
    mock.timers.reset();
    globalThis.fetch = fetch;
  });

  function open() {
    const outbox = createOutbox({
      url: 'https://hub.example/commits/1',
      pending: createPending({}, course),
      snapshot: () => ({ open: { item: 'a', dataModel: { 'cmi.x': String(said) } }, course }),
      onState: (state) => states.push(state),
    });
    const say = () => {
      said += 1;
      outbox.saveSoon();
    };
    return { outbox, say };
  }

  it('is on its way within a second, however often the content says more', () => {
    const { say } = open();
    for (let ms = 0; ms < 1_000; ms += 100) {
      say();
      mock.timers.tick(100);
    }
    expect(sent.map(({ number }) => number)).to.deep.equal([1]);
  });

  it('is not called saved while it was only sent off, as browsers make who goes do', async () => {
    const refused = class {
      open() {}
      setRequestHeader() {}
      send() {
        throw new DOMException('not while the page goes');
      }
    };
    const given = { XMLHttpRequest: refused, navigator: { sendBeacon: () => true } };
    const were = Object.keys(given).map(
      (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
    );
    for (const [name, value] of Object.entries(given)) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
    try {
      const { outbox } = open();
      outbox.prepareToGo();
      expect(outbox.save()).to.equal(true);
      expect(states).to.deep.equal(['saving']);
      mock.timers.tick(1_000);
      answers[0]?.();
      await settle();
      expect(states.at(-1)).to.equal('saved');
    } finally {
      for (const [name, descriptor] of were) {
        Reflect.deleteProperty(globalThis, name);
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      }
    }
  });

  it('while a commit is under way is sent behind it', async () => {
    const { say } = open();
    say();
    mock.timers.tick(1_000);
    say();
    mock.timers.tick(1_500);
    expect(sent).to.have.length(1);
    answers[0]?.();
    await settle();
    mock.timers.tick(1_000);
    expect(sent.at(-1)?.items[0]?.changes).to.deep.equal({ 'cmi.x': '2' });
    answers[1]?.();
    await settle();
    expect(states).to.deep.equal(['saving', 'saved', 'saving', 'saved']);
    mock.timers.tick(10_000);
    expect(sent).to.have.length(2);
  });
});
