import { uuidv7 } from '../src/platform/crypto/uuid.ts';
import { HubAnswerError, type HubClient } from '../tools/hub-client.ts';

interface Review {
  id: string;
  promptId: string;
  rating: string;
  reviewedAt: string;
  latencyMs: number;
}

const ratings = ['again', 'hard', 'good', 'easy'];
/** Every third request carries several answers, as one from an offline queue does. */
const BATCH = 5;
const LEARNING_TABS = 4;

/** A learner whose answers are sent again under the same id until the hub acknowledges them. */
export function createReviewStream({
  personId,
  promptIds,
}: {
  personId: string;
  promptIds: readonly string[];
}) {
  const acknowledged = new Set<string>();
  const unanswered: Review[][] = [];
  let made = 0;

  function nextReviews(): Review[] {
    const again = unanswered.shift();
    if (again) return again;
    made += 1;
    return Array.from({ length: made % 3 === 0 ? BATCH : 1 }, (_, i) => ({
      id: uuidv7(),
      promptId: promptIds[(made + i) % promptIds.length] ?? '',
      rating: ratings[(made * 7 + i) % ratings.length] ?? '',
      reviewedAt: new Date().toISOString(),
      latencyMs: 800,
    }));
  }

  /** Sends until the hub is gone. */
  async function send(hub: HubClient): Promise<void> {
    for (;;) {
      const reviews = nextReviews();
      try {
        const body = reviews.length === 1 ? reviews[0] : reviews;
        await hub.call('POST', `/v1/people/${personId}/reviews`, body);
      } catch (error) {
        unanswered.push(reviews);
        if (error instanceof HubAnswerError) throw error;
        return;
      }
      for (const { id } of reviews) acknowledged.add(id);
    }
  }

  return {
    acknowledged,
    /** Resolves when the hub is gone; throws when it refuses an answer. */
    pour: async (hub: HubClient) => {
      await Promise.all(Array.from({ length: LEARNING_TABS }, () => send(hub)));
    },
  };
}
