import { asTrackingError, type HubClient } from './client.ts';

/** What is sent to the hub in study mode, in order. */
export type Sending =
  | { kind: 'review'; id: string; body: { promptId: string } & Record<string, unknown> }
  | { kind: 'undo'; reviewId: string }
  | { kind: 'mark'; promptId: string; action: string };

/** Keeps what the hub has not acknowledged. Ids made here make sending twice harmless. */
export interface HubOutbox {
  add(sending: Sending): void;
  /** True when the review had not been sent yet and now never will be. */
  withdraw(reviewId: string): boolean;
  /** Prompts that the hub does not know to be answered yet. */
  waiting(): ReadonlySet<string>;
  /** @throws TrackingError; what was not acknowledged is kept unless it was refused. */
  flush(keepalive: boolean): Promise<void>;
}

export function createOutbox(client: Pick<HubClient, 'post'>, onDelivered: () => void): HubOutbox {
  let entries: Sending[] = [];
  let inFlight: readonly Sending[] = [];

  const post = (batch: readonly Sending[], keepalive: boolean): Promise<unknown> => {
    const [first] = batch;
    if (first?.kind === 'undo') {
      return client.post('/undo', { reviewId: first.reviewId }, keepalive);
    }
    if (first?.kind === 'mark') {
      return client.post('/marks', { promptId: first.promptId, action: first.action }, keepalive);
    }
    const reviews = batch.flatMap((entry) => (entry.kind === 'review' ? [entry.body] : []));
    return client.post('/reviews', reviews, keepalive);
  };

  return {
    add(sending) {
      entries.push(sending);
    },
    withdraw(reviewId) {
      const found = entries.find((entry) => entry.kind === 'review' && entry.id === reviewId);
      if (!found || inFlight.includes(found)) return false;
      entries = entries.filter((entry) => entry !== found);
      return true;
    },
    waiting: () =>
      new Set(entries.flatMap((entry) => (entry.kind === 'review' ? [entry.body.promptId] : []))),
    async flush(keepalive) {
      if (entries.length === 0) return;
      while (entries.length > 0) {
        const batch = firstBatch(entries);
        inFlight = batch;
        try {
          await post(batch, keepalive);
        } catch (error) {
          const failure = asTrackingError(error);
          if (!failure.retry) entries = entries.filter((entry) => !batch.includes(entry));
          throw failure;
        } finally {
          inFlight = [];
        }
        entries = entries.filter((entry) => !batch.includes(entry));
      }
      onDelivered();
    },
  };
}

const MOST_REVIEWS = 50;

/** Reviews in a row go together; everything else alone. */
function firstBatch(entries: readonly Sending[]): Sending[] {
  const other = entries.findIndex((entry) => entry.kind !== 'review');
  const reviews = entries.slice(0, other < 0 ? MOST_REVIEWS : Math.min(other, MOST_REVIEWS));
  return reviews.length > 0 ? reviews : entries.slice(0, 1);
}
