import type { TenantDb } from '../../platform/database/database.ts';
import { type Assignment, findAssignment, studiedPart } from './assignment.store.ts';
import { type Attempt, countAnswerable } from './attempt.store.ts';
import { successOf } from './attempt-success.ts';
import { studiedDecks } from './queue.store.ts';
import { type GivenAnswer, listGivenAnswers, lockStudies } from './study-attempt.store.ts';
import { storeStudy } from './study-attempt.ts';

/**
 * Scores a person's studies again after an answer to the prompt was taken back: as if it had never
 * been given. The caller holds the learner's lock.
 */
export async function rescoreStudies(
  db: TenantDb,
  { personId, promptId }: { personId: string; promptId: string },
): Promise<void> {
  for (const attempt of await lockStudies(db, { personId, promptId })) {
    const assignment = await findAssignment(db, attempt.assignmentId);
    if (assignment?.deckId) {
      const { deckId } = assignment;
      await rescore(db, { attempt, assignment: { ...assignment, deckId }, promptId });
    }
  }
}

async function rescore(
  db: TenantDb,
  {
    attempt,
    assignment,
    promptId,
  }: { attempt: Attempt; assignment: Assignment & { deckId: string }; promptId: string },
): Promise<void> {
  const { personId, startedAt: since } = attempt;
  const deckIds = await studiedDecks(db, assignment.deckId);
  const part = studiedPart(assignment);
  const [answers, total] = await Promise.all([
    listGivenAnswers(db, { personId, deckIds, ...part, since }),
    countAnswerable(db, { deckIds, ...part }),
  ]);
  // One that was answered before, or again, leaves a completed study completed.
  const isCompleted =
    attempt.completion === 'completed' && answers.some((answer) => answer.promptId === promptId);
  const shares = sharesRecalled(answers, total);
  const scoreScaled = (isCompleted ? ruled(shares, assignment) : shares.at(-1)) ?? null;
  await storeStudy(db, {
    before: attempt,
    scored: {
      ...attempt,
      scoreScaled,
      completion: isCompleted ? 'completed' : 'incomplete',
      success: successOf(scoreScaled, assignment.masteryScore),
    },
  });
}

/**
 * The share of all prompts that were recalled when last answered, after each answer from the one on
 * that was the last prompt's first.
 */
export function sharesRecalled(answers: readonly GivenAnswer[], total: number): number[] {
  const toAnswer = new Set(answers.map(({ promptId }) => promptId));
  const recalled = new Set<string>();
  return answers.flatMap(({ promptId, isRecalled }) => {
    toAnswer.delete(promptId);
    if (isRecalled) recalled.add(promptId);
    else recalled.delete(promptId);
    return toAnswer.size > 0 || total === 0 ? [] : [recalled.size / total];
  });
}

/** Of a completed study; see `scoreStudy`. */
function ruled(
  shares: readonly number[],
  { scoreRule }: Pick<Assignment, 'scoreRule'>,
): number | undefined {
  if (scoreRule === 'first') return shares[0];
  return scoreRule === 'best' ? Math.max(...shares) : shares.at(-1);
}
