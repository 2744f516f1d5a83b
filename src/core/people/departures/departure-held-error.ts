export interface HeldDepartures {
  connectionId: string;
  holdId: string;
  /** Whether it waits for a decision, or somebody has decided that these people stay. */
  state: 'held' | 'refused';
  /** People that would have left within the hour, and how many may. */
  counted: number;
  limit: number;
  retryAfterSeconds: number;
}

/**
 * More of a connection's people would leave at once than its guard allows. Nothing of what was asked
 * for may be committed; `underGuard` keeps the hold.
 */
export class DepartureHeldError extends Error {
  override name = 'DepartureHeldError';
  readonly connectionId: string;
  readonly holdId: string;
  readonly state: 'held' | 'refused';
  readonly counted: number;
  readonly limit: number;
  readonly retryAfterSeconds: number;
  constructor(held: HeldDepartures) {
    super(
      held.state === 'refused'
        ? 'The deletion guard holds departures: an administrator has decided that these people stay.'
        : `The deletion guard holds departures: ${held.counted} people would leave within an hour, and ${held.limit} may. An administrator of the hub releases or refuses them.`,
    );
    this.connectionId = held.connectionId;
    this.holdId = held.holdId;
    this.state = held.state;
    this.counted = held.counted;
    this.limit = held.limit;
    this.retryAfterSeconds = held.retryAfterSeconds;
  }
}
