import type { PreparedStatement } from '../../store.ts';
import type { LrsTransaction } from '../database.ts';
import { readyStatement } from './ready-statement.ts';
import { type SaveHooks, saveBatches } from './save-batches.ts';

/**
 * Stores statements in the caller's transaction, from then on until its end as the tenant's only
 * writer: best as the last thing that it does. The same statements again change nothing.
 * @throws StatementConflictError, VoidingRefusedError, ErasedActorError, with nothing written
 */
export async function appendStatements(
  db: LrsTransaction,
  statements: readonly PreparedStatement[],
  hooks?: SaveHooks,
): Promise<void> {
  if (statements.length === 0) return;
  const { refusals } = await saveBatches(db, [statements.map(readyStatement)], hooks);
  if (refusals[0]) throw refusals[0];
}
