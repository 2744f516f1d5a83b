import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { existingPrompts, findLearner } from './learner.store.ts';
import { type Mark, setMark } from './marks.store.ts';
import { studyContext } from './queue.ts';

export type MarkAction = 'bury' | 'suspend' | 'flag' | 'unflag';

/** Buries until the person's next study day, suspends for good, or flags; answers nothing. */
export async function markPrompt(
  db: TenantDb,
  { personId, promptId, action }: { personId: string; promptId: string; action: MarkAction },
): Promise<void> {
  const { dayEnd } = await studyContext(db, personId, new Date());
  const marks: Record<MarkAction, Mark> = {
    bury: { buriedUntil: dayEnd },
    suspend: { suspended: true },
    flag: { flag: 1 },
    unflag: { flag: 0 },
  };
  await changeMark(db, { personId, promptId, mark: marks[action] });
}

/** @throws DomainError for a person or prompt that is not there */
export async function changeMark(
  db: TenantDb,
  { personId, promptId, mark }: { personId: string; promptId: string; mark: Mark },
): Promise<void> {
  const [learner, prompts] = await Promise.all([
    findLearner(db, personId),
    existingPrompts(db, [promptId]),
  ]);
  if (!learner) throw new DomainError('not_found', 'There is no such person.');
  if (!prompts.has(promptId)) throw new DomainError('not_found', 'There is no such prompt.');
  await setMark(db, { personId, promptId }, mark);
}
