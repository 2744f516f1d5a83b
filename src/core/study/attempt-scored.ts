import type { TenantDb } from '../../platform/database/database.ts';
import { emit } from '../events/emit.store.ts';
import type { Attempt } from './attempt.store.ts';

/** Tells of a new score, in the transaction that writes it. */
export async function emitScored(db: TenantDb, scored: Omit<Attempt, 'comment'>): Promise<void> {
  const { id: attemptId, personId, deckId, courseId, assignmentId } = scored;
  const { scoreScaled, completion, success } = scored;
  await emit(db, {
    type: 'attempt.scored',
    subject: attemptId,
    payload: {
      ...{ attemptId, personId, deckId, courseId, assignmentId },
      ...{ scoreScaled, completion, success },
    },
  });
}
