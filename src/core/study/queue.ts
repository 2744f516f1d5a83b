import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { readSettings } from '../settings/tenant-settings.ts';
import { findAssignment, studiedPart } from './assignment.store.ts';
import { findLearner } from './learner.store.ts';
import type { MemorySnapshot } from './memory.ts';
import {
  countIntroduced,
  countQueue,
  findDue,
  findNew,
  type QueueCounts,
  type QueueScope,
  readShown,
  type ShownPrompt,
  studiedDecks,
} from './queue.store.ts';
import { schedulerFor } from './record-reviews.ts';
import type { ReviewRating } from './scheduler.ts';
import { studyDay } from './study-day.ts';

export interface QueuedPrompt extends ShownPrompt {
  /** Undefined for a prompt that was never seen. */
  memory: MemorySnapshot | undefined;
  /** What each answer would lead to. */
  preview: Record<ReviewRating, MemorySnapshot>;
}

export interface StudyQueue {
  counts: QueueCounts;
  prompts: QueuedPrompt[];
  /** When the next prompt comes due, if none is now or today. */
  nextDueAt: Date | null;
}

/** The day in which a person studies, and the tenant's rules for it. */
export async function studyContext(db: TenantDb, personId: string, now: Date) {
  const [learner, settings] = await Promise.all([findLearner(db, personId), readSettings(db)]);
  if (!learner) throw new DomainError('not_found', 'There is no such person.');
  const timeZone = learner.timeZone ?? settings.timeZone;
  const day = studyDay(now.getTime(), timeZone, settings.dayStartsAt);
  return { learner, settings, dayStart: new Date(day.start), dayEnd: new Date(day.end) };
}

/**
 * What a person should answer now in a published deck and its children, or in the part of it that is
 * assigned: due learning steps, due reviews, then new prompts up to the deck's limit of the day.
 */
export async function readQueue(
  db: TenantDb,
  {
    personId,
    deckId,
    assignmentId,
    now,
    limit,
  }: {
    personId: string;
    deckId: string;
    /** What the deck is studied for. */
    assignmentId?: string | null | undefined;
    now: Date;
    limit: number;
  },
): Promise<StudyQueue> {
  const [{ settings, dayStart, dayEnd }, deckIds, assignment] = await Promise.all([
    studyContext(db, personId, now),
    studiedDecks(db, deckId),
    assignmentId ? findAssignment(db, assignmentId) : undefined,
  ]);
  if (deckIds.length === 0)
    throw new DomainError('not_found', 'There is no published deck with this id.');
  const part = studiedPart(assignment);
  const scope: QueueScope = { personId, deckIds, ...part, now, dayStart, dayEnd };
  const [due, introduced, counted, scheduler] = await Promise.all([
    findDue(db, scope, limit),
    countIntroduced(db, scope),
    countQueue(db, scope),
    schedulerFor(db, personId),
  ]);
  const allowance = Math.max(0, settings.newPerDay - introduced);
  const unseen = await findNew(db, scope, Math.min(limit - due.length, allowance));
  const chosen = [...due, ...unseen.map((promptId) => ({ promptId, memory: undefined }))];
  const promptIds = chosen.map(({ promptId }) => promptId);
  const shown = await readShown(db, { personId, promptIds, pin: part.pin });
  const { nextDueAt, ...counts } = counted;
  return {
    counts: { ...counts, new: Math.min(counts.new, allowance) },
    prompts: chosen.flatMap(({ promptId, memory }) => {
      const prompt = shown.get(promptId);
      return prompt
        ? [{ ...prompt, memory, preview: scheduler.preview(memory, now.getTime()) }]
        : [];
    }),
    nextDueAt,
  };
}
