import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { emit } from '../events/emit.store.ts';
import { readSettings } from '../settings/tenant-settings.ts';
import type { StatementSink } from './act.ts';
import { requireActive } from './active-learner.ts';
import { existingPrompts, findProfile, lockLearner } from './learner.store.ts';
import {
  appendLog,
  findLogged,
  findMemories,
  type NewLogEntry,
  readLogs,
  upsertMemories,
} from './memory.store.ts';
import type { MemorySnapshot } from './memory.ts';
import { ratingNumber, replay } from './review-history.ts';
import { createScheduler, type ReviewRating, type Scheduler } from './scheduler.ts';
import { scoreStudy } from './study-attempt.ts';

export interface ReviewInput {
  /** UUIDv7 made by the client: the same id again changes nothing. */
  id: string;
  promptId: string;
  rating: ReviewRating;
  reviewedAt: Date;
  latencyMs: number;
}

export interface ReviewedPrompt {
  reviewId: string;
  promptId: string;
  memory: MemorySnapshot;
}

/** Clocks of learners' devices may be ahead by this much. */
const FUTURE_MS = 5 * 60_000;
const MAX_LATENCY_MS = 3_600_000;

/** The scheduler that a person's answers go through. */
export async function schedulerFor(db: TenantDb, personId: string): Promise<Scheduler> {
  const profile = await findProfile(db, personId);
  const { desiredRetention } = profile ?? (await readSettings(db));
  return createScheduler({ weights: profile?.weights ?? undefined, desiredRetention });
}

/**
 * Records answers: fact, memory state, statement and event in the caller's transaction. Answers one
 * entry a review, in the order given; reviews that were recorded before answer today's state.
 */
export async function recordReviews(
  db: TenantDb,
  {
    personId,
    reviews,
    assignmentId,
    sink,
  }: {
    personId: string;
    reviews: readonly ReviewInput[];
    /** What the answers are given for: its score follows. */
    assignmentId?: string | null | undefined;
    sink: StatementSink;
  },
): Promise<ReviewedPrompt[]> {
  requireActive(await lockLearner(db, personId));
  const promptIds = [...new Set(reviews.map(({ promptId }) => promptId))];
  const [prompts, logged, memories, scheduler] = await Promise.all([
    existingPrompts(db, promptIds),
    findLogged(
      db,
      reviews.map(({ id }) => id),
    ),
    findMemories(db, personId, promptIds),
    schedulerFor(db, personId),
  ]);
  const fresh = new Map<string, ReviewInput>();
  reviews.forEach((review, i) => {
    checkReview(review, i, prompts);
    const known = logged.get(review.id);
    if (known && (known.personId !== personId || known.promptId !== review.promptId)) {
      throw new DomainError(
        'conflict',
        `The review id ${review.id} belongs to another answer.`,
        `/${i}/id`,
      );
    }
    if (!known && !fresh.has(review.id)) fresh.set(review.id, review);
  });
  if (fresh.size > 0) {
    const changed = await apply(db, {
      personId,
      reviews: [...fresh.values()],
      memories,
      scheduler,
    });
    await emit(db, {
      type: 'review.recorded',
      subject: personId,
      payload: { personId, reviewIds: [...fresh.keys()] },
    });
    const since = new Date(Math.min(...[...fresh.values()].map((r) => r.reviewedAt.getTime())));
    const scored = assignmentId ? await scoreStudy(db, { assignmentId, personId, since }) : [];
    await sink.write(db, [
      ...[...fresh.values()].map(({ reviewedAt, ...review }) => ({
        type: 'review' as const,
        personId,
        at: reviewedAt,
        ...review,
      })),
      ...scored,
    ]);
    for (const [promptId, memory] of changed) memories.set(promptId, memory);
  }
  return reviews.flatMap(({ id, promptId }) => {
    const memory = memories.get(promptId);
    return memory ? [{ reviewId: id, promptId, memory }] : [];
  });
}

function checkReview(review: ReviewInput, i: number, prompts: ReadonlySet<string>): void {
  if (!prompts.has(review.promptId)) {
    throw new DomainError('not_found', `There is no prompt ${review.promptId}.`, `/${i}/promptId`);
  }
  if (review.reviewedAt.getTime() > Date.now() + FUTURE_MS) {
    throw new DomainError('invalid', 'reviewedAt lies in the future.', `/${i}/reviewedAt`);
  }
}

interface Application {
  personId: string;
  reviews: readonly ReviewInput[];
  memories: ReadonlyMap<string, MemorySnapshot>;
  scheduler: Scheduler;
}

/** Appends the answers and moves the memory states on. */
async function apply(
  db: TenantDb,
  { personId, reviews, memories, scheduler }: Application,
): Promise<Map<string, MemorySnapshot>> {
  const current = new Map(memories);
  const changed = new Map<string, MemorySnapshot>();
  const late = new Set<string>();
  const entries: NewLogEntry[] = [];
  const inOrder = [...reviews].sort((a, b) => a.reviewedAt.getTime() - b.reviewedAt.getTime());
  for (const review of inOrder) {
    const before = current.get(review.promptId);
    const at = review.reviewedAt.getTime();
    if (before?.lastReview != null && at <= before.lastReview) late.add(review.promptId);
    entries.push({
      id: review.id,
      promptId: review.promptId,
      kind: 'review',
      rating: ratingNumber(review.rating),
      reviewedAt: review.reviewedAt,
      latencyMs: Math.min(review.latencyMs, MAX_LATENCY_MS),
      before,
    });
    const after = scheduler.next(before, review.rating, Math.max(at, before?.lastReview ?? 0));
    current.set(review.promptId, after);
    changed.set(review.promptId, after);
  }
  await appendLog(db, personId, entries);
  if (late.size > 0) {
    // An answer from an offline queue came after a later one: only the whole log tells the state.
    const logs = await readLogs(db, personId, [...late]);
    for (const [promptId, log] of logs) {
      const memory = replay(log, scheduler);
      if (memory) changed.set(promptId, memory);
    }
  }
  await upsertMemories(db, personId, changed);
  return changed;
}
