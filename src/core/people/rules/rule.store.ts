import type { TenantDb } from '../../../platform/database/database.ts';
import type { Role } from '../../../platform/tenancy/scopes.ts';
import type { ConnectionRule } from './rule.ts';

interface RuleRow {
  id: string;
  connectionId: string;
  by: 'name' | 'external_id';
  key: string;
  role: Role | null;
  deckId: string | null;
  mode: 'study' | 'test' | null;
  createdAt: Date;
}

const RULE = `id, connection_id as "connectionId", group_by as "by", group_key as key, role,
  deck_id as "deckId", mode, created_at as "createdAt"`;

function toRule({ by, key, role, deckId, mode, ...rule }: RuleRow): ConnectionRule {
  if (role) return { ...rule, group: { by, key }, grant: { role } };
  if (deckId && mode) return { ...rule, group: { by, key }, grant: { deckId, mode } };
  throw new Error(`rule ${rule.id} grants nothing`);
}

export async function listRules(db: TenantDb, connectionId: string): Promise<ConnectionRule[]> {
  const { rows } = await db.query<RuleRow>(
    `select ${RULE} from connection_rule where tenant_id = $1 and connection_id = $2 order by id`,
    [db.tenantId, connectionId],
  );
  return rows.map(toRule);
}

/** Undefined where the connection has the same rule already. Connection and deck must be there. */
export async function insertRule(
  db: TenantDb,
  { id, connectionId, group, grant }: Omit<ConnectionRule, 'createdAt'>,
): Promise<ConnectionRule | undefined> {
  const { role, deckId, mode } = { role: null, deckId: null, mode: null, ...grant };
  const { rows } = await db.query<RuleRow>(
    `insert into connection_rule (tenant_id, id, connection_id, group_by, group_key, role, deck_id, mode)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning ${RULE}`,
    [db.tenantId, id, connectionId, group.by, group.key, role, deckId, mode],
  );
  return rows[0] && toRule(rows[0]);
}

export async function deleteRule(
  db: TenantDb,
  { id, connectionId }: { id: string; connectionId: string },
): Promise<boolean> {
  const { count } = await db.query(
    'delete from connection_rule where tenant_id = $1 and id = $2 and connection_id = $3',
    [db.tenantId, id, connectionId],
  );
  return count > 0;
}
