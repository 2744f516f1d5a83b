import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { storageScript } from './scripts.ts';

interface Message {
  subject: string;
  message_id: string;
  key: string;
}
type Ask = (subject: string, fields: object) => Promise<unknown>;

const origin = 'https://lms.example';

/** A page of ours in a frame, whose parent begins to listen with the nth message. */
function framed(hearsFrom: number) {
  const posted: { message: Message; to: string }[] = [];
  const listeners = new Set<(event: object) => void>();
  const repeating = new Set<NodeJS.Timeout>();
  const parent = {
    postMessage(message: Message, to: string) {
      posted.push({ message, to });
      if (posted.length < hearsFrom) return;
      const { subject, message_id } = message;
      const data = { subject: `${subject}.response`, message_id, value: 'kept' };
      for (const listener of listeners) listener({ origin, data });
    },
  };
  const page = createContext({
    ...{ Promise, Error, String, Math, crypto, setTimeout, clearTimeout },
    setInterval: (work: () => void) => {
      // As often as a test can wait for.
      const timer = setInterval(work, 1);
      repeating.add(timer);
      return timer;
    },
    clearInterval: (timer: NodeJS.Timeout) => {
      repeating.delete(timer);
      clearInterval(timer);
    },
    addEventListener: (_: string, listener: (event: object) => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: (event: object) => void) =>
      listeners.delete(listener),
    window: { parent },
  });
  runInContext(storageScript, page);
  const ask: Ask = runInContext(`window.ltiStorage('_parent', '${origin}')`, page);
  return { ask, posted, listeners, repeating };
}

describe('messages to the storage of a platform', () => {
  it('are sent again while its page does not answer', async () => {
    const { ask, posted, listeners } = framed(3);
    expect(await ask('lti.put_data', { key: 'k' })).to.equal('kept');
    expect(posted).to.have.lengthOf(3);
    expect(new Set(posted.map(({ message }) => message.message_id)).size).to.equal(1);
    expect(posted.every(({ to }) => to === origin)).to.equal(true);
    expect(listeners.size).to.equal(0);
  });

  it('that are answered are sent once', async () => {
    const { ask, posted, repeating } = framed(1);
    await ask('lti.get_data', { key: 'k' });
    expect(posted).to.have.lengthOf(1);
    expect(repeating.size).to.equal(0);
  });
});
