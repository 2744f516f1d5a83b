import { readSettings } from '../../../core/settings/tenant-settings.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { factOf } from '../facts/fact.ts';
import { createKnownTerms, writeFacts } from '../facts/write-facts.ts';
import { countFacts, deleteFactsAfter, readStatements } from './rebuild.store.ts';
import { rollNext } from './roll.ts';
import { clearDays, lockRollup, updateRollup } from './rollup.store.ts';

const STATEMENTS_MAX = 1_000;

/**
 * Every fact of a tenant again from its statements, and every day from the facts. Answers how many
 * facts there are.
 */
export async function rebuildAnalytics(
  database: Database,
  tenantId: string,
  { hub }: { hub: string },
): Promise<number> {
  await database.tenant(tenantId, startRebuild);
  while (await database.tenant(tenantId, (db) => rebuildNext(db, { hub })));
  while (await database.tenant(tenantId, (db) => rollNext(db)));
  return database.read(tenantId, countFacts);
}

/** From here on nothing is summed, until `rebuildNext` has gone through all statements. */
async function startRebuild(db: TenantDb): Promise<void> {
  await lockRollup(db);
  const { timeZone } = await readSettings(db);
  await clearDays(db);
  await updateRollup(db, { rolledTo: 0, timeZone, rebuiltTo: 0 });
}

/**
 * Makes the facts of the next statements again. Whoever voids one of them waits for the rollup's
 * row, and then takes out what was made here. False when all are made.
 */
export async function rebuildNext(db: TenantDb, { hub }: { hub: string }): Promise<boolean> {
  const state = await lockRollup(db);
  const { rebuiltTo } = state;
  if (rebuiltTo === null) return false;
  const statements = await readStatements(db, { after: rebuiltTo, limit: STATEMENTS_MAX });
  const last = statements.at(-1);
  // What is committed meanwhile comes after the last that was read, its facts with it.
  await deleteFactsAfter(db, rebuiltTo, last?.seq ?? 'without statement');
  await writeFacts(
    db,
    statements.flatMap((statement) => factOf(statement, hub) ?? []),
    { known: createKnownTerms(), seqs: 'stored' },
  );
  await updateRollup(db, { ...state, rebuiltTo: last?.seq ?? null });
  return last !== undefined;
}
