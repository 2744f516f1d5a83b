import { memoryTracking } from '../tracking/memory.ts';
import type { Interaction, Tracking } from '../tracking/tracking.ts';
import { uuidv7 } from '../uuid.ts';
import { asTrackingError, type HubClient } from './client.ts';
import type { HubOutbox } from './outbox.ts';
import { rfc3339 } from './rfc3339.ts';

/** Study: the source fills the outbox; state, score and outcome are the hub's own affair. */
export function hubStudyTracking(outbox: HubOutbox): Tracking {
  return {
    ...memoryTracking(),
    commit: (reason) => outbox.flush(reason !== 'answer'),
    finish: () => outbox.flush(true),
  };
}

/** Test: one attempt, made with the first answer; the hub scores it. */
export function hubAttemptTracking(client: HubClient, now: () => number): Tracking {
  const attemptId = uuidv7(now());
  let answers: Interaction[] = [];
  let created: Promise<unknown> | null = null;
  let completedAt: number | null = null;
  let finished = false;

  const post = (path: string, body: unknown, keepalive: boolean): Promise<unknown> =>
    client.post(path, body, keepalive).catch((error: unknown) => {
      throw asTrackingError(error);
    });
  const create = (): Promise<unknown> => {
    created ??= post('/attempts', { id: attemptId }, true).catch((error: unknown) => {
      created = null;
      throw error;
    });
    return created;
  };

  const commit = async (keepalive: boolean): Promise<void> => {
    if (answers.length === 0 && completedAt === null) return;
    await create();
    const sent = answers;
    if (sent.length > 0) {
      await post(`/attempts/${attemptId}/answers`, sent.map(answerBody), keepalive);
      answers = answers.filter((answer) => !sent.includes(answer));
    }
    if (completedAt === null || finished) return;
    await post(`/attempts/${attemptId}/finish`, { finishedAt: rfc3339(completedAt) }, keepalive);
    finished = true;
  };

  return {
    ...memoryTracking(),
    async interaction(answer) {
      answers.push(answer);
      // At once, so that the last answers need only one request when the page goes away.
      void create().catch(() => {});
    },
    async outcome({ completion }) {
      if (completion === 'completed') completedAt ??= now();
    },
    commit: (reason) => commit(reason !== 'answer'),
    finish: () => commit(true),
  };
}

function answerBody(answer: Interaction) {
  const { id, itemId: promptId, response, correct, latencyMs } = answer;
  return { id, promptId, response, correct, latencyMs, answeredAt: rfc3339(answer.at) };
}
