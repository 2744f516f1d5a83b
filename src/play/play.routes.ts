import { Type } from 'typebox';
import type { StatementSink } from '../core/study/act.ts';
import { finishAttempt, recordAnswers, startAttempt } from '../core/study/attempts.ts';
import { markPrompt } from '../core/study/mark-prompt.ts';
import { readQueue } from '../core/study/queue.ts';
import { recordReviews } from '../core/study/record-reviews.ts';
import { ratings } from '../core/study/scheduler.ts';
import { undoReview } from '../core/study/undo-review.ts';
import type { Database } from '../platform/database/database.ts';
import { Problem } from '../platform/http/problem.ts';
import { type Call, type Route, route } from '../platform/http/route.ts';
import type { PlayGrant } from './play-link.ts';
import type { PlayCaller } from './play-session.ts';
import { standingOf } from './standing.ts';

const Id = Type.String({ format: 'uuid' });
const Time = Type.String({ format: 'date-time' });
const latencyMs = Type.Integer({ minimum: 0 });
const AttemptParams = Type.Object({ attemptId: Id });
const tag = 'Player';
const access = { scope: 'study:write' } as const;

/**
 * The session's grant; the mount was given `createPlayAuthenticate`. A preview has all that it shows
 * already, and nothing to say.
 */
function grantOf<P, Q, B>({ caller }: Call<P, Q, B>): PlayGrant & { record: 'facts' } {
  const { grant } = caller as PlayCaller;
  if (grant.record === 'facts') return grant;
  throw new Problem(403, 'preview', { detail: 'This is a preview: nothing is recorded.' });
}

/** `/play/api`: what the player sends; always as the person and for the deck of its session. */
export function playRoutes({
  database,
  sink,
}: {
  database: Database;
  sink: StatementSink;
}): Route[] {
  return [
    route({
      method: 'get',
      path: '/play/api/queue',
      id: 'playQueue',
      tag,
      summary: 'What to answer now',
      access,
      query: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }) }),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const { personId, deckId, assignmentId } = grantOf(call);
        const now = new Date();
        const { counts, prompts, nextDueAt } = await database.read(call.caller.tenantId, (db) =>
          readQueue(db, { personId, deckId, assignmentId, now, limit: call.query.limit }),
        );
        const items = prompts.map(({ promptId, atomId, item, flag, preview }) => ({
          item: { ...item, id: promptId, atomId },
          flag,
          intervals: Object.fromEntries(
            ratings.map((rating) => [
              rating,
              Math.max(0, (preview[rating].due - now.getTime()) / 1000),
            ]),
          ),
        }));
        return { status: 200, body: { counts, items, ...(nextDueAt && { nextDueAt }) } };
      },
    }),
    route({
      method: 'post',
      path: '/play/api/reviews',
      id: 'playReviews',
      tag,
      summary: 'Record answers',
      access,
      body: Type.Array(
        Type.Object({
          id: Id,
          promptId: Id,
          rating: Type.Unsafe<(typeof ratings)[number]>({ enum: [...ratings] }),
          reviewedAt: Time,
          latencyMs,
        }),
        { minItems: 1, maxItems: 500 },
      ),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const grant = grantOf(call);
        const { personId, assignmentId } = grant;
        const reviews = call.body.map((r) => ({ ...r, reviewedAt: new Date(r.reviewedAt) }));
        const { recorded, standing } = await database.tenant(call.caller.tenantId, async (db) => ({
          recorded: await recordReviews(db, { personId, assignmentId, reviews, sink }),
          standing: await standingOf(db, grant),
        }));
        const data = recorded.map(({ promptId, memory }) => ({
          promptId,
          due: new Date(memory.due),
          state: memory.state,
        }));
        return { status: 200, body: { data, ...(standing && { standing }) } };
      },
    }),
    route({
      method: 'post',
      path: '/play/api/undo',
      id: 'playUndo',
      tag,
      summary: 'Take an answer back',
      access,
      body: Type.Object({ reviewId: Id }),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const { personId } = grantOf(call);
        const { promptId } = await database.tenant(call.caller.tenantId, (db) =>
          undoReview(db, { personId, reviewId: call.body.reviewId }),
        );
        return { status: 200, body: { promptId } };
      },
    }),
    route({
      method: 'post',
      path: '/play/api/marks',
      id: 'playMarks',
      tag,
      summary: 'Bury until tomorrow, suspend, or flag a prompt',
      access,
      body: Type.Object({
        promptId: Id,
        action: Type.Union(
          (['bury', 'suspend', 'flag', 'unflag'] as const).map((action) => Type.Literal(action)),
        ),
      }),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const { personId } = grantOf(call);
        await database.tenant(call.caller.tenantId, (db) =>
          markPrompt(db, { personId, promptId: call.body.promptId, action: call.body.action }),
        );
        return { status: 200, body: {} };
      },
    }),
    route({
      method: 'post',
      path: '/play/api/attempts',
      id: 'playStartAttempt',
      tag,
      summary: 'Start a test',
      access,
      body: Type.Object({ id: Id }),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const { id } = call.body;
        const { personId, deckId, assignmentId, mode } = grantOf(call);
        await database.tenant(call.caller.tenantId, (db) =>
          startAttempt(db, { id, personId, deckId, assignmentId, mode, startedAt: new Date() }),
        );
        return { status: 200, body: { id } };
      },
    }),
    route({
      method: 'post',
      path: '/play/api/attempts/{attemptId}/answers',
      id: 'playAnswers',
      tag,
      summary: 'Record answers of a test',
      access,
      params: AttemptParams,
      body: Type.Array(
        Type.Object({
          id: Id,
          promptId: Id,
          response: Type.String({ maxLength: 20_000 }),
          correct: Type.Union([Type.Boolean(), Type.Null()]),
          latencyMs,
          answeredAt: Time,
        }),
        { minItems: 1, maxItems: 500 },
      ),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const { personId } = grantOf(call);
        const items = call.body.map((item) => ({ ...item, answeredAt: new Date(item.answeredAt) }));
        await database.tenant(call.caller.tenantId, (db) =>
          recordAnswers(db, { attemptId: call.params.attemptId, personId, items, sink }),
        );
        return { status: 200, body: {} };
      },
    }),
    route({
      method: 'post',
      path: '/play/api/attempts/{attemptId}/finish',
      id: 'playFinish',
      tag,
      summary: 'Score a test',
      access,
      params: AttemptParams,
      body: Type.Object({ finishedAt: Time }),
      answers: { 200: Type.Unknown() },
      handle: async (call) => {
        const { personId } = grantOf(call);
        const finishedAt = new Date(call.body.finishedAt);
        const { attemptId } = call.params;
        const { scoreScaled, success, completion } = await database.tenant(
          call.caller.tenantId,
          (db) => finishAttempt(db, { attemptId, personId, finishedAt, sink }),
        );
        return { status: 200, body: { scoreScaled, success, completion } };
      },
    }),
  ];
}
