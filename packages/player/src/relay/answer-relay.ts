import { type Tracking, TrackingError, type TrackingStart } from '../tracking/tracking.ts';
import {
  PROTOCOL,
  type RelayedCall,
  type RelayPort,
  type ToPlayer,
  type ToShell,
} from './messages.ts';

export interface AnswerRelayDeps {
  port: RelayPort<ToPlayer, ToShell>;
  tracking: Tracking;
  start: TrackingStart;
  /** The player has said hello. */
  onHello(): void;
}

type Ack = Extract<ToPlayer, { kind: 'ack' }>;

/**
 * The platform's side: does each call of the player once, in the order of their numbers, and
 * acknowledges it when it is done. A number too high is left alone, as what is missing before it
 * comes again; one that was done before is only acknowledged again.
 */
export function answerRelay({ port, tracking, start, onHello }: AnswerRelayDeps): void {
  let channel: string | null = null;
  let next = 0;
  let last: Promise<void> = Promise.resolve();
  const acks = new Map<number, Ack>();

  port.listen((message) => {
    channel ??= message.channel;
    // A page loaded anew in the frame knows nothing of what the one before it has asked.
    if (message.channel !== channel) return;
    if (message.kind === 'hello') {
      onHello();
      port.post({ protocol: PROTOCOL, channel, kind: 'welcome', start });
      return;
    }
    const { seq } = message;
    if (seq < next) {
      const ack = acks.get(seq);
      if (ack) port.post(ack);
      return;
    }
    if (seq > next) return;
    next++;
    const envelope = { protocol: PROTOCOL, channel, kind: 'ack', seq } as const;
    last = last.then(async () => {
      const ack: Ack = { ...envelope, failure: await done(tracking, message) };
      acks.set(seq, ack);
      acks.delete(seq - REMEMBERED);
      port.post(ack);
    });
  });
}

const REMEMBERED = 500;

async function done(tracking: Tracking, call: RelayedCall): Promise<Ack['failure']> {
  try {
    await perform(tracking, call);
    return null;
  } catch (error) {
    const retry = error instanceof TrackingError && error.retry;
    return { message: String(error), retry };
  }
}

function perform(tracking: Tracking, call: RelayedCall): Promise<void> {
  switch (call.method) {
    case 'saveState':
      return tracking.saveState(...call.args);
    case 'setLocation':
      return tracking.setLocation(...call.args);
    case 'progress':
      return tracking.progress(...call.args);
    case 'interaction':
      return tracking.interaction(...call.args);
    case 'objective':
      return tracking.objective(...call.args);
    case 'score':
      return tracking.score(...call.args);
    case 'outcome':
      return tracking.outcome(...call.args);
    case 'commit':
      return tracking.commit(...call.args);
    case 'finish':
      return tracking.finish(...call.args);
    default:
      // Of a later release of the hub than the package.
      return Promise.reject(new TrackingError('unknown method', 'give up'));
  }
}
