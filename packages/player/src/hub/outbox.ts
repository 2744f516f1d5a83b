import { asTrackingError, type HubClient } from './client.ts';

/** What is sent to the hub in study mode, in order. */
export type Sending =
  | { kind: 'review'; id: string; body: ReviewBody }
  | { kind: 'undo'; reviewId: string }
  | { kind: 'mark'; promptId: string; action: string };

/** An item of `POST {api}/reviews`. */
export interface ReviewBody {
  id: string;
  promptId: string;
  rating: string;
  /** RFC 3339. */
  reviewedAt: string;
  latencyMs: number;
}

/** Keeps what the hub has not acknowledged. Ids made here make sending twice harmless. */
export interface HubOutbox {
  add(sending: Sending): void;
  /** True when the review had not been sent yet and now never will be. */
  withdraw(reviewId: string): boolean;
  /** Prompts that the hub does not know to be answered yet. */
  waiting(): ReadonlySet<string>;
  /** All that was not acknowledged, in order. */
  entries(): readonly Sending[];
  /** @throws TrackingError; what was not acknowledged is kept unless it was refused. */
  flush(keepalive: boolean): Promise<void>;
}

/** `kept`: of a launch before. `onDelivered` is told the answer to the last of what was sent. */
export function createOutbox(
  client: Pick<HubClient, 'post'>,
  onDelivered: (answer: unknown) => void,
  kept: readonly Sending[] = [],
): HubOutbox {
  let entries: Sending[] = [...kept];
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
    entries: () => entries,
    async flush(keepalive) {
      if (entries.length === 0) return;
      let answer: unknown;
      while (entries.length > 0) {
        const batch = firstBatch(entries);
        inFlight = batch;
        try {
          answer = await post(batch, keepalive);
        } catch (error) {
          const failure = asTrackingError(error);
          if (!failure.retry) entries = entries.filter((entry) => !batch.includes(entry));
          throw failure;
        } finally {
          inFlight = [];
        }
        entries = entries.filter((entry) => !batch.includes(entry));
      }
      onDelivered(answer);
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
