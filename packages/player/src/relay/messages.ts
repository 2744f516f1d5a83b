import type { Tracking, TrackingStart } from '../tracking/tracking.ts';

/**
 * Between the player in a frame of the hub and the shell around it in a learning platform. Packages
 * stay in platforms for years: what is here may grow, but not change.
 */
export const PROTOCOL = 'crosswalk-dispatch/1';

type Method = Exclude<keyof Tracking, 'init'>;

/** A method of the platform's tracking with its arguments. */
export type RelayedCall = {
  [M in Method]: { method: M; args: Parameters<Tracking[M]> };
}[Method];

/** `seq` counts the calls of a channel from 0; they are done in its order, each once. */
export type ToShell = { protocol: typeof PROTOCOL; channel: string } & (
  | { kind: 'hello' }
  | ({ kind: 'call'; seq: number } & RelayedCall)
);

export type ToPlayer = { protocol: typeof PROTOCOL; channel: string } & (
  | { kind: 'welcome'; start: TrackingStart }
  | { kind: 'ack'; seq: number; failure: { message: string; retry: boolean } | null }
);

/** One way to the other window and back. */
export interface RelayPort<Sent, Received> {
  post(message: Sent): void;
  /** Hears what the other window says from now on. */
  listen(hear: (message: Received) => void): void;
}

/** Only messages of this protocol that come from that window while it shows that origin. */
export function windowPort<Sent, Received>({
  own,
  other,
  origin,
}: {
  own: Pick<Window, 'addEventListener'>;
  other: () => Pick<Window, 'postMessage'> | null;
  origin: string;
}): RelayPort<Sent, Received> {
  return {
    post: (message) => other()?.postMessage(message, origin),
    listen(hear) {
      own.addEventListener('message', ({ data, origin: from, source }) => {
        if (from !== origin || source === null || source !== other()) return;
        if (typeof data === 'object' && data?.protocol === PROTOCOL) hear(data);
      });
    },
  };
}
