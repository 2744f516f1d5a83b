import { LaunchError } from '../tracking/launch-error.ts';
import { type Tracking, TrackingError, type TrackingStart } from '../tracking/tracking.ts';
import {
  PROTOCOL,
  type RelayedCall,
  type RelayPort,
  type ToPlayer,
  type ToShell,
} from './messages.ts';

const HELLO_AGAIN_MS = 250;
const MOST_HELLOS = 60;
const SEND_AGAIN_MS = 3000;

export interface RelayDeps {
  port: RelayPort<ToShell, ToPlayer>;
  /** Tells this page's calls from those of one before it. */
  channel: string;
  setTimer(run: () => void, ms: number): unknown;
}

type CallMessage = Extract<ToShell, { kind: 'call' }>;

interface Waiting {
  message: CallMessage;
  settle(failure: { message: string; retry: boolean } | null): void;
}

/**
 * The tracking of the platform around us. Calls go out at once, in order; those that are not
 * acknowledged go out again in the same order, for as long as there is a window to hear them.
 */
export function relayTracking({ port, channel, setTimer }: RelayDeps): Tracking {
  const envelope = { protocol: PROTOCOL, channel } as const;
  let waiting: Waiting[] = [];
  let seq = 0;
  let isTimed = false;
  let welcome: ((start: TrackingStart) => void) | null = null;

  const sendAgain = (): void => {
    if (isTimed) return;
    isTimed = true;
    const oldest = waiting[0];
    setTimer(() => {
      isTimed = false;
      if (waiting.length === 0) return;
      if (waiting[0] === oldest) for (const { message } of waiting) port.post(message);
      sendAgain();
    }, SEND_AGAIN_MS);
  };
  const call = (asked: RelayedCall): Promise<void> => {
    const message: CallMessage = { ...envelope, kind: 'call', seq: seq++, ...asked };
    port.post(message);
    return new Promise((resolve, reject) => {
      const settle: Waiting['settle'] = (failure) => {
        if (!failure) resolve();
        else reject(new TrackingError(failure.message, failure.retry ? 'retry' : 'give up'));
      };
      waiting.push({ message, settle });
      sendAgain();
    });
  };
  port.listen((message) => {
    if (message.channel !== channel) return;
    if (message.kind === 'welcome') {
      welcome?.(message.start);
      welcome = null;
      return;
    }
    const done = waiting.find((one) => one.message.seq === message.seq);
    waiting = waiting.filter((one) => one !== done);
    done?.settle(message.failure);
  });
  const greet = (): Promise<TrackingStart> =>
    new Promise((resolve, reject) => {
      welcome = resolve;
      const hello = (left: number): void => {
        if (!welcome) return;
        if (left === 0) {
          reject(new LaunchError('failed', 'The learning platform does not answer.'));
          return;
        }
        port.post({ ...envelope, kind: 'hello' });
        setTimer(() => hello(left - 1), HELLO_AGAIN_MS);
      };
      hello(MOST_HELLOS);
    });

  return {
    init: greet,
    saveState: (...args) => call({ method: 'saveState', args }),
    setLocation: (...args) => call({ method: 'setLocation', args }),
    progress: (...args) => call({ method: 'progress', args }),
    interaction: (...args) => call({ method: 'interaction', args }),
    objective: (...args) => call({ method: 'objective', args }),
    score: (...args) => call({ method: 'score', args }),
    outcome: (...args) => call({ method: 'outcome', args }),
    commit: (...args) => call({ method: 'commit', args }),
    finish: (...args) => call({ method: 'finish', args }),
  };
}
