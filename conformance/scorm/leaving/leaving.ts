/** The event at which an LMS's own page sends what it has not sent yet. */
export const events = ['pagehide', 'beforeunload', 'unload', 'visibilitychange'] as const;
/** How it sends. */
export const transports = ['sync request', 'beacon', 'fetch'] as const;
/** How a learner leaves; in a crash, no script runs any more. */
export const ways = ['navigate', 'close', 'remove', 'crash'] as const;

export type LeavingEvent = (typeof events)[number];
export type Transport = (typeof transports)[number];
export type Way = (typeof ways)[number];

/** What the LMS's page is told. */
export interface LeavingLaunch {
  content: string;
  event: LeavingEvent;
  transport: Transport;
}

/** What arrives at the LMS's server. */
export interface Stored {
  values: Record<string, string>;
  isLast: boolean;
  sequence: number;
}
