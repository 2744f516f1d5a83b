import type { TenantDb } from '../../platform/database/database.ts';
import { type Attempt, setComment } from './attempt.store.ts';
import { emitScored } from './attempt-scored.ts';

/** What a teacher says of an attempt goes where its score goes; null takes it back. Undefined: no such attempt. */
export async function commentAttempt(
  db: TenantDb,
  { attemptId: id, comment }: { attemptId: string; comment: string | null },
): Promise<Attempt | undefined> {
  const attempt = await setComment(db, { id, comment });
  if (attempt) await emitScored(db, attempt);
  return attempt;
}
