import { createHash } from 'node:crypto';
import { deterministicUuid, deterministicUuids } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { ImportedCardState, ImportedReview } from './imported-history.ts';
import { insertMarks } from './marks.store.ts';
import {
  appendLog,
  findMemories,
  isAnyLogged,
  type NewLogEntry,
  readLogs,
  upsertMemories,
} from './memory.store.ts';
import type { MemorySnapshot } from './memory.ts';
import { isSameMemory } from './rebuild-memory.ts';
import { schedulerFor } from './record-reviews.ts';
import { ratingNumber, replay } from './review-history.ts';

export interface HistoryBatch {
  reviews: readonly ImportedReview[];
  states: readonly ImportedCardState[];
  /** Id of the prompt of an atom's card; undefined where the atom was not taken. */
  promptId(card: { atomKey: string; ord: number }): string | undefined;
}

export interface HistoryImport {
  /** Appends to the log; resumable, since what is there already is left alone. */
  apply(db: TenantDb, batch: HistoryBatch): Promise<void>;
  /** Moves the memory states to where the log now leads. */
  finish(database: Database, tenantId: string): Promise<void>;
  readonly counts: { new: number; unchanged: number; failed: number };
}

const PAGE = 1_000;

/**
 * Merges a person's study history from elsewhere by (card, ms): the log grows by what it lacks, and
 * each card's state is taken over as an anchor, from which later answers go on. Facts only:
 * imported history makes no statements.
 */
export function createHistoryImport(personId: string): HistoryImport {
  const counts = { new: 0, unchanged: 0, failed: 0 };
  const mentioned = new Set<string>();
  const grown = new Set<string>();
  const anchors = new Map<string, MemorySnapshot>();

  return {
    counts,
    apply: async (db, { reviews, states, promptId }) => {
      const entries: NewLogEntry[] = [];
      const reviewIds = reviewIdsOf(personId);
      const marks: { promptId: string; suspended: boolean; flag: number }[] = [];
      for (const review of reviews) {
        const id = promptId(review);
        if (id) entries.push(reviewEntry(reviewIds(id, review.reviewedAt), id, review));
        else counts.failed += 1;
      }
      for (const state of states) {
        const { memory, suspended, flag } = state;
        const id = promptId(state);
        if (id && memory) {
          entries.push(anchorEntry(personId, id, memory));
          anchors.set(id, memory);
        }
        if (id && (suspended || flag > 0)) marks.push({ promptId: id, suspended, flag });
      }
      // Ids of entries are made of the person and the prompt.
      const promptIds = [...new Set(entries.map((entry) => entry.promptId))];
      const known = (await isAnyLogged(db, personId, promptIds)) ? 'some' : 'none';
      const [added] = await Promise.all([
        appendLog(db, personId, entries, known),
        insertMarks(db, personId, marks),
      ]);
      for (const { id, promptId: of, kind } of entries) {
        mentioned.add(of);
        if (added.has(id)) grown.add(of);
        if (kind !== 'anchor') counts[added.has(id) ? 'new' : 'unchanged'] += 1;
      }
    },
    finish: async (database, tenantId) => {
      const rest = [...mentioned];
      const moveRest = async () => {
        for (let ids = rest.splice(0, PAGE); ids.length > 0; ids = rest.splice(0, PAGE)) {
          const promptIds = ids;
          await database.tenant(tenantId, (db) =>
            moveMemories(db, { personId, promptIds, grown, anchors }),
          );
        }
      };
      // One page is made ready while the database takes another.
      await Promise.all([moveRest(), moveRest()]);
    },
  };
}

/** Answers of one card follow one another. */
function reviewIdsOf(personId: string): (promptId: string, ms: number) => string {
  let last: { promptId: string; at: (ms: number) => string } | undefined;
  return (promptId, ms) => {
    if (last?.promptId !== promptId) {
      last = { promptId, at: deterministicUuids('review', personId, promptId) };
    }
    return last.at(ms);
  };
}

function reviewEntry(id: string, promptId: string, review: ImportedReview): NewLogEntry {
  const counts = review.counts && review.rating !== 'manual';
  return {
    id,
    promptId,
    kind: counts ? 'review' : 'record',
    rating: review.rating === 'manual' ? null : ratingNumber(review.rating),
    reviewedAt: new Date(review.reviewedAt),
    latencyMs: review.latencyMs,
    source: review.source,
  };
}

function anchorEntry(personId: string, promptId: string, memory: MemorySnapshot): NewLogEntry {
  const at = memory.lastReview ?? memory.due;
  const fingerprint = createHash('sha256').update(JSON.stringify(memory)).digest('hex');
  return {
    id: deterministicUuid(at, 'anchor', personId, promptId, fingerprint),
    promptId,
    kind: 'anchor',
    rating: null,
    reviewedAt: new Date(at),
    latencyMs: null,
    stateAfter: memory,
  };
}

interface Move {
  personId: string;
  promptIds: string[];
  /** Prompts whose log this import made longer. */
  grown: ReadonlySet<string>;
  anchors: ReadonlyMap<string, MemorySnapshot>;
}

/** A prompt without a state here takes its anchor as it is; where both have something, the log decides. */
async function moveMemories(
  db: TenantDb,
  { personId, promptIds, grown, anchors }: Move,
): Promise<void> {
  const stored = await findMemories(db, personId, promptIds);
  const changed = new Map<string, MemorySnapshot>();
  const open: string[] = [];
  for (const id of promptIds) {
    const anchor = anchors.get(id);
    if (anchor && !stored.has(id)) changed.set(id, anchor);
    // A state that is missing although nothing grew: an earlier run was stopped halfway.
    else if (grown.has(id) || !stored.has(id)) open.push(id);
  }
  if (open.length > 0) {
    const [logs, scheduler] = await Promise.all([
      readLogs(db, personId, open),
      schedulerFor(db, personId),
    ]);
    for (const [id, log] of logs) {
      const memory = replay(log, scheduler);
      if (memory && !isSameMemory(memory, stored.get(id))) changed.set(id, memory);
    }
  }
  await upsertMemories(db, personId, changed);
}
