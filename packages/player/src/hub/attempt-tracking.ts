import { memoryTracking } from '../tracking/memory.ts';
import { type Interaction, type Tracking, TrackingError } from '../tracking/tracking.ts';
import { uuidv7 } from '../uuid.ts';
import { asTrackingError, type HubClient } from './client.ts';
import { rfc3339 } from './rfc3339.ts';

/** An item of `POST {api}/attempts/{id}/answers`. */
export interface AnswerBody {
  id: string;
  promptId: string;
  response: string;
  correct: boolean | null;
  latencyMs: number;
  /** RFC 3339. */
  answeredAt: string;
}

/** What of an attempt the hub has not acknowledged. */
export interface OpenAttempt {
  /** null: nothing is open, and the next answer begins a new one. */
  attempt: { id: string; completedAt: number | null } | null;
  answers: readonly AnswerBody[];
}

export interface HubAttemptTracking extends Tracking {
  open(): OpenAttempt;
}

/** Of one request. */
const MOST_ANSWERS = 200;

/** Test: one attempt, made with the first answer; the hub scores it. `kept`: of a launch before. */
export function hubAttemptTracking(
  client: Pick<HubClient, 'post'>,
  now: () => number,
  kept?: OpenAttempt,
): HubAttemptTracking {
  const attemptId = kept?.attempt?.id ?? uuidv7(now());
  let answers: AnswerBody[] = [...(kept?.answers ?? [])];
  let created: Promise<unknown> | null = null;
  let completedAt = kept?.attempt?.completedAt ?? null;
  let begun = kept?.attempt != null;
  let finished = false;
  let refusal: TrackingError | null = null;

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

  /** Of what the hub refuses for good, each by itself: one must not take the others with it. */
  const sendAnswers = async (sent: readonly AnswerBody[], keepalive: boolean): Promise<void> => {
    try {
      await post(`/attempts/${attemptId}/answers`, sent, keepalive);
    } catch (error) {
      if (!(error instanceof TrackingError) || error.retry) throw error;
      if (sent.length > 1) {
        for (const answer of sent) await sendAnswers([answer], keepalive);
        return;
      }
      refusal = error;
    }
    answers = answers.filter((answer) => !sent.includes(answer));
  };
  const commit = async (keepalive: boolean): Promise<void> => {
    if (answers.length === 0 && completedAt === null) return;
    await create();
    while (answers.length > 0) await sendAnswers(answers.slice(0, MOST_ANSWERS), keepalive);
    if (completedAt !== null && !finished) {
      await post(`/attempts/${attemptId}/finish`, { finishedAt: rfc3339(completedAt) }, keepalive);
      finished = true;
    }
    const failure = refusal;
    refusal = null;
    if (failure) throw failure;
  };

  return {
    ...memoryTracking(),
    async interaction(answer) {
      begun = true;
      answers.push(answerBody(answer));
      // At once, so that the last answers need only one request when the page goes away.
      void create().catch(() => {});
    },
    async outcome({ completion }) {
      if (completion === 'completed') completedAt ??= now();
    },
    commit: (reason) => commit(reason !== 'answer'),
    finish: () => commit(true),
    open: () => ({
      attempt: begun && !finished ? { id: attemptId, completedAt } : null,
      answers,
    }),
  };
}

function answerBody(answer: Interaction): AnswerBody {
  const { id, itemId: promptId, response, correct, latencyMs } = answer;
  return { id, promptId, response, correct, latencyMs, answeredAt: rfc3339(answer.at) };
}
