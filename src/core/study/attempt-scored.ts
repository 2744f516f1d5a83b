import type { TenantDb } from '../../platform/database/database.ts';
import { emit } from '../events/emit.store.ts';
import type { Attempt } from './attempt.store.ts';

/** Tells of a new score, in the transaction that writes it. */
export async function emitScored(
  db: TenantDb,
  {
    id: attemptId,
    personId,
    deckId,
    courseId,
    assignmentId,
    scoreScaled,
    completion,
    success,
  }: Pick<
    Attempt,
    | 'id'
    | 'personId'
    | 'deckId'
    | 'courseId'
    | 'assignmentId'
    | 'scoreScaled'
    | 'completion'
    | 'success'
  >,
): Promise<void> {
  await emit(db, {
    type: 'attempt.scored',
    subject: attemptId,
    payload: {
      ...{ attemptId, personId, deckId, courseId, assignmentId },
      ...{ scoreScaled, completion, success },
    },
  });
}
