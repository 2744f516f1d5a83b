import type { Role } from '../../../platform/tenancy/scopes.ts';

/** What being in a group of the directory gives: a role, or a deck to study or be tested on. */
export type RuleGrant = { role: Role } | { deckId: string; mode: 'study' | 'test' };

/** How a rule names the group: by its name in any case, or by the directory's id of it. */
export type GroupMatch = { by: 'name' | 'external_id'; key: string };

export interface ConnectionRule {
  id: string;
  connectionId: string;
  group: GroupMatch;
  grant: RuleGrant;
  createdAt: Date;
}
