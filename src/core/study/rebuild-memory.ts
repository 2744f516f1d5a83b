import type { Database, TenantDb } from '../../platform/database/database.ts';
import {
  deleteMemories,
  deleteUnfounded,
  findMemories,
  listLoggedPrompts,
  readLogs,
  upsertMemories,
} from './memory.store.ts';
import type { MemorySnapshot } from './memory.ts';
import { schedulerFor } from './record-reviews.ts';
import { replay } from './review-history.ts';

export interface RebuildResult {
  prompts: number;
  /** States that differed from what the log says, and were put right. */
  corrected: number;
}

const PAGE = 500;

/** Computes every memory state of a tenant again from the review log, page by page. */
export async function rebuildMemory(database: Database, tenantId: string): Promise<RebuildResult> {
  const result: RebuildResult = { prompts: 0, corrected: 0 };
  let after: { personId: string; promptId: string } | undefined;
  for (;;) {
    const page = await database.tenant(tenantId, async (db) => {
      const pairs = await listLoggedPrompts(db, { after, limit: PAGE });
      for (const personId of new Set(pairs.map((pair) => pair.personId))) {
        const promptIds = pairs.filter((p) => p.personId === personId).map((p) => p.promptId);
        result.corrected += await rebuildPrompts(db, personId, promptIds);
      }
      return pairs;
    });
    result.prompts += page.length;
    after = page.at(-1);
    if (page.length < PAGE) break;
  }
  result.corrected += await database.tenant(tenantId, deleteUnfounded);
  return result;
}

async function rebuildPrompts(
  db: TenantDb,
  personId: string,
  promptIds: string[],
): Promise<number> {
  const [logs, stored, scheduler] = await Promise.all([
    readLogs(db, personId, promptIds),
    findMemories(db, personId, promptIds),
    schedulerFor(db, personId),
  ]);
  const changed = new Map<string, MemorySnapshot>();
  const gone: string[] = [];
  for (const promptId of promptIds) {
    const memory = replay(logs.get(promptId) ?? [], scheduler);
    const before = stored.get(promptId);
    if (memory && !isSameMemory(memory, before)) changed.set(promptId, memory);
    if (!memory && before) gone.push(promptId);
  }
  await upsertMemories(db, personId, changed);
  if (gone.length > 0) await deleteMemories(db, personId, gone);
  return changed.size + gone.length;
}

export function isSameMemory(a: MemorySnapshot, b: MemorySnapshot | undefined): boolean {
  return (
    b !== undefined &&
    a.state === b.state &&
    a.due === b.due &&
    a.stability === b.stability &&
    a.difficulty === b.difficulty &&
    a.step === b.step &&
    a.scheduledDays === b.scheduledDays &&
    a.reps === b.reps &&
    a.lapses === b.lapses &&
    a.lastReview === b.lastReview
  );
}
