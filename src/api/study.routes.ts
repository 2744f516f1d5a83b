import { Type } from 'typebox';
import { getPerson } from '../core/people/person.ts';
import type { StatementSink } from '../core/study/act.ts';
import { listAttempts } from '../core/study/attempt.store.ts';
import { changeMark } from '../core/study/mark-prompt.ts';
import type { MemorySnapshot } from '../core/study/memory.ts';
import { type QueuedPrompt, readQueue } from '../core/study/queue.ts';
import { recordReviews } from '../core/study/record-reviews.ts';
import { ratings } from '../core/study/scheduler.ts';
import { undoReview } from '../core/study/undo-review.ts';
import type { Database } from '../platform/database/database.ts';
import { pageById } from '../platform/http/paging.ts';
import { route } from '../platform/http/route.ts';
import { Id, Nullable, OneOf, Page, PageQuery, Time } from '../platform/http/shapes.ts';

const tag = 'Study';

const Memory = Type.Object({
  promptId: Id,
  state: OneOf(['new', 'learning', 'review', 'relearning']),
  due: Time,
  stability: Type.Number({ description: 'days until recall falls to 90 %' }),
  difficulty: Type.Number({ description: '1 (easy) to 10 (hard)' }),
  reps: Type.Integer(),
  lapses: Type.Integer(),
  lastReview: Nullable(Time),
});

const Review = Type.Object(
  {
    id: { ...Id, description: 'UUIDv7 made by the client; the same id again changes nothing' },
    promptId: Id,
    rating: OneOf(ratings),
    reviewedAt: Time,
    latencyMs: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);

const Outcome = Type.Object({ due: Time, seconds: Type.Integer({ description: 'until then' }) });

const Queue = Type.Object({
  counts: Type.Object({ new: Type.Integer(), learning: Type.Integer(), due: Type.Integer() }),
  nextDueAt: Nullable(Time),
  data: Type.Array(
    Type.Object({
      promptId: Id,
      atomId: Id,
      deckId: Id,
      state: Type.String(),
      flag: Type.Integer(),
      intervals: Type.Record(Type.String(), Outcome),
      item: Type.Record(Type.String(), Type.Unknown(), { description: 'what the player shows' }),
    }),
  ),
});

const Attempt = Type.Object({
  id: Id,
  personId: Id,
  deckId: Nullable(Id),
  deckRevision: Nullable(Type.Integer()),
  courseId: { ...Nullable(Id), description: 'of a course instead of a deck' },
  assignmentId: Nullable(Id),
  mode: OneOf(['study', 'test']),
  scoreScaled: Nullable(Type.Number({ description: '0 to 1' })),
  completion: OneOf(['incomplete', 'completed']),
  success: OneOf(['unknown', 'passed', 'failed']),
  startedAt: Time,
  finishedAt: Nullable(Time),
  comment: Nullable(Type.String({ description: 'of whoever has looked at it' })),
});

const PersonParams = Type.Object({ personId: Id });
const own = 'personId';

function memoryBody(promptId: string, memory: MemorySnapshot) {
  return {
    promptId,
    state: memory.state,
    due: new Date(memory.due),
    stability: memory.stability,
    difficulty: memory.difficulty,
    reps: memory.reps,
    lapses: memory.lapses,
    lastReview: memory.lastReview === null ? null : new Date(memory.lastReview),
  };
}

function queuedBody(prompt: QueuedPrompt, now: number) {
  const intervals = Object.entries(prompt.preview).map(([rating, { due }]) => [
    rating,
    { due: new Date(due), seconds: Math.max(0, Math.round((due - now) / 1000)) },
  ]);
  return {
    promptId: prompt.promptId,
    atomId: prompt.atomId,
    deckId: prompt.deckId,
    state: prompt.memory?.state ?? 'new',
    flag: prompt.flag,
    intervals: Object.fromEntries(intervals),
    item: prompt.item,
  };
}

/** Studying over the API: the queue, answers, and what a learner may do with a prompt. */
export function studyRoutes({ database, sink }: { database: Database; sink: StatementSink }) {
  return [
    route({
      method: 'get',
      path: '/v1/people/{personId}/queue',
      id: 'getQueue',
      tag,
      summary: 'What a person should answer now, with the interval that each answer leads to',
      access: { scope: 'study:read', own },
      params: PersonParams,
      query: Type.Object(
        { deckId: Id, limit: Type.Integer({ minimum: 1, maximum: 200, default: 20 }) },
        { additionalProperties: false },
      ),
      answers: { 200: Queue },
      handle: async ({ caller, params, query }) => {
        const now = new Date();
        const queue = await database.read(caller.tenantId, (db) =>
          readQueue(db, {
            personId: params.personId,
            deckId: query.deckId,
            now,
            limit: query.limit,
          }),
        );
        const data = queue.prompts.map((prompt) => queuedBody(prompt, now.getTime()));
        return { status: 200, body: { counts: queue.counts, nextDueAt: queue.nextDueAt, data } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/people/{personId}/reviews',
      id: 'recordReviews',
      tag,
      summary: 'Record one answer or several',
      description:
        'An array answers `{data}` in the same order; one review answers its memory state. All or nothing.',
      access: { scope: 'study:write', own },
      params: PersonParams,
      body: Type.Union([Review, Type.Array(Review, { minItems: 1, maxItems: 500 })]),
      answers: { 200: Type.Union([Memory, Type.Object({ data: Type.Array(Memory) })]) },
      handle: async ({ caller, params, body }) => {
        const several = Array.isArray(body);
        const reviews = (several ? body : [body]).map((review) => ({
          ...review,
          reviewedAt: new Date(review.reviewedAt),
        }));
        const recorded = await database.tenant(caller.tenantId, (db) =>
          recordReviews(db, { personId: params.personId, reviews, sink }),
        );
        const data = recorded.map(({ promptId, memory }) => memoryBody(promptId, memory));
        return { status: 200, body: several ? { data } : data[0] };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/people/{personId}/reviews/{reviewId}',
      id: 'undoReview',
      tag,
      summary: 'Take an answer back; the log keeps both',
      access: { scope: 'study:write', own },
      params: Type.Object({ personId: Id, reviewId: Id }),
      answers: { 200: Type.Object({ promptId: Id, memory: Nullable(Memory) }) },
      handle: async ({ caller, params }) => {
        const { promptId, memory } = await database.tenant(caller.tenantId, (db) =>
          undoReview(db, params),
        );
        return {
          status: 200,
          body: { promptId, memory: memory ? memoryBody(promptId, memory) : null },
        };
      },
    }),
    route({
      method: 'get',
      path: '/v1/people/{personId}/attempts',
      id: 'listAttempts',
      tag,
      summary: 'Tests and study runs of a person, newest first',
      access: { scope: 'study:read', own },
      params: PersonParams,
      query: PageQuery,
      answers: { 200: Page(Attempt) },
      handle: async ({ caller, params, query }) => {
        const body = await database.read(caller.tenantId, async (db) => {
          await getPerson(db, params.personId);
          return pageById(query, (range) =>
            listAttempts(db, { personId: params.personId, ...range }),
          );
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'put',
      path: '/v1/people/{personId}/prompts/{promptId}/marks',
      id: 'markPrompt',
      tag,
      summary: 'Suspend, bury or flag a prompt for a person',
      access: { scope: 'study:write', own },
      params: Type.Object({ personId: Id, promptId: Id }),
      body: Type.Object(
        {
          suspended: Type.Optional(Type.Boolean()),
          buriedUntil: Type.Optional(Time),
          flag: Type.Optional(Type.Integer({ minimum: 0, maximum: 7 })),
        },
        { additionalProperties: false, minProperties: 1 },
      ),
      answers: { 204: null },
      handle: async ({ caller, params, body }) => {
        const { buriedUntil, ...rest } = body;
        const mark = { ...rest, ...(buriedUntil && { buriedUntil: new Date(buriedUntil) }) };
        await database.tenant(caller.tenantId, (db) => changeMark(db, { ...params, mark }));
        return { status: 204 };
      },
    }),
  ];
}
