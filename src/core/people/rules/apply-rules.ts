import type { TenantDb } from '../../../platform/database/database.ts';
import type { Connection } from '../connections/connection.ts';
import {
  findMatches,
  grantRoles,
  listRuleAssignments,
  type MatchedRule,
  setRetired,
  withdrawRoles,
} from './apply-rules.store.ts';
import { assignByRule } from './assign-by-rule.ts';

/**
 * What a change of a group's members means by the connection's rules, after `membership` has it:
 * roles come and go with the group, unless another rule or somebody's hand gives them; its decks are
 * assigned to the group. Roles come from rules alone.
 */
export async function applyGroupRules(
  db: TenantDb,
  {
    groupId,
    added,
    removed,
  }: { connection: Connection; groupId: string; added: string[]; removed: string[] },
): Promise<void> {
  const matches = await findMatches(db, groupId);
  if (added.length > 0) await grantRoles(db, { matches, personIds: added });
  if (removed.length > 0) await withdrawRoles(db, { personIds: removed });
  if (added.length > 0) await assignDecks(db, { matches, groupId });
}

/**
 * Brings everything in line with the rules: after a rule was made or deleted, or a group with its
 * members was; with an id one group and its members, after it was made or renamed.
 */
export async function reconcileRules(db: TenantDb, groupId?: string): Promise<void> {
  const matches = await findMatches(db, groupId);
  await grantRoles(db, { matches, personIds: 'all' });
  await withdrawRoles(db, groupId === undefined ? 'all' : { membersOf: groupId });
  await assignDecks(db, { matches, groupId });
}

async function assignDecks(
  db: TenantDb,
  { matches, groupId }: { matches: MatchedRule[]; groupId: string | undefined },
): Promise<void> {
  const wanted = matches.filter(({ deckId }) => deckId !== null);
  const made = await listRuleAssignments(db, groupId);
  const keyOf = (a: { ruleId: string; groupId: string }) => `${a.ruleId} ${a.groupId}`;
  const [keys, known] = [new Set(wanted.map(keyOf)), new Set(made.map(keyOf))];
  await setRetired(db, {
    ids: made.filter((a) => a.retired && keys.has(keyOf(a))).map(({ id }) => id),
    retired: false,
  });
  await setRetired(db, {
    ids: made.filter((a) => !a.retired && !keys.has(keyOf(a))).map(({ id }) => id),
    retired: true,
  });
  for (const match of wanted) {
    if (!known.has(keyOf(match))) await assignByRule(db, match);
  }
}
