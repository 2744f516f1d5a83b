import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { publishedRevision } from '../../study/attempt.store.ts';
import { reconcileRules } from './apply-rules.ts';
import { insertRule } from './rule.store.ts';
import type { ConnectionRule } from './rule.ts';

/**
 * Makes a rule and gives what it gives to those who are in the group now. The connection must be there.
 * @throws DomainError `not_published` also for a deck that there is not, `conflict` for the same again
 */
export async function makeRule(
  db: TenantDb,
  rule: Pick<ConnectionRule, 'connectionId' | 'group' | 'grant'>,
): Promise<ConnectionRule> {
  const { grant } = rule;
  if ('deckId' in grant && (await publishedRevision(db, grant.deckId)) === 0) {
    throw new DomainError('not_published', 'There is no such published deck.', '/grant/deckId');
  }
  const made = await insertRule(db, { ...rule, id: uuidv7() });
  if (!made) throw new DomainError('conflict', 'The connection has this rule already.');
  await reconcileRules(db);
  return made;
}
