import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { createAssignment } from '../../study/assignments.ts';
import type { MatchedRule } from './apply-rules.store.ts';

/** Assigns the rule's deck to the group, once it has a published revision. */
export async function assignByRule(
  db: TenantDb,
  { ruleId, groupId, deckId, mode }: MatchedRule,
): Promise<void> {
  if (!deckId || !mode) return;
  const origin = { surface: 'rule', ruleId };
  await createAssignment(db, { deckId, mode, groupId, origin }).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_published') return;
    throw error;
  });
}
