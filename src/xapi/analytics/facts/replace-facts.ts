import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { deleteFacts } from './fact.store.ts';
import { factOf, type StatementText } from './fact.ts';
import { createKnownTerms, writeFacts } from './write-facts.ts';

/** Deletes facts, and writes those of the statements given; to be called by `changeFacts`. */
export async function replaceFacts(
  db: LrsTransaction,
  seqs: readonly number[],
  { statements, hub }: { statements: readonly StatementText[]; hub: string },
): Promise<void> {
  await deleteFacts(db, seqs);
  const read = statements.flatMap((statement) => factOf(statement, hub) ?? []);
  await writeFacts(db, read, { known: createKnownTerms(), seqs: 'stored' });
}
