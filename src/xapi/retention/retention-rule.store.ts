import type { TenantDb } from '../../platform/database/database.ts';

export interface RuleContent {
  name: string;
  kind: 'statements' | 'documents';
  /** Of statements: whether this hub vouches for them. */
  origin: 'any' | 'own' | 'foreign';
  /** Of statements; empty: any. */
  verbs: string[];
  /** Kept for this long after they were stored or last changed. */
  days: number;
  enabled: boolean;
}

export interface RetentionRule extends RuleContent {
  id: string;
  createdAt: Date;
  lastRunAt: Date | null;
  lastDeleted: number | null;
}

const COLUMNS = `id, name, kind, origin, verbs, days, enabled, created_at as "createdAt",
  last_run_at as "lastRunAt", last_deleted as "lastDeleted"`;

export async function insertRule(
  db: TenantDb,
  { id, ...rule }: RuleContent & { id: string },
): Promise<RetentionRule> {
  const { rows } = await db.query<RetentionRule>(
    `insert into lrs_retention_rule (tenant_id, id, name, kind, origin, verbs, days, enabled)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [
      ...[db.tenantId, id, rule.name, rule.kind, rule.origin],
      ...[rule.verbs, rule.days, rule.enabled],
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('an insert returned no row');
  return row;
}

/** Newest first. */
export async function listRules(
  db: TenantDb,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<RetentionRule[]> {
  const { rows } = await db.query<RetentionRule>(
    `select ${COLUMNS} from lrs_retention_rule
     where tenant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [db.tenantId, after ?? null, limit],
  );
  return rows;
}

export async function findRule(db: TenantDb, id: string): Promise<RetentionRule | undefined> {
  const { rows } = await db.query<RetentionRule>(
    `select ${COLUMNS} from lrs_retention_rule where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function updateRule(
  db: TenantDb,
  id: string,
  rule: RuleContent,
): Promise<RetentionRule | undefined> {
  const { rows } = await db.query<RetentionRule>(
    `update lrs_retention_rule set name = $3, kind = $4, origin = $5, verbs = $6, days = $7,
       enabled = $8
     where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [
      ...[db.tenantId, id, rule.name, rule.kind, rule.origin],
      ...[rule.verbs, rule.days, rule.enabled],
    ],
  );
  return rows[0];
}

export async function deleteRule(db: TenantDb, id: string): Promise<RetentionRule | undefined> {
  const { rows } = await db.query<RetentionRule>(
    `delete from lrs_retention_rule where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function markRun(db: TenantDb, id: string, deleted: number): Promise<void> {
  await db.query(
    `update lrs_retention_rule set last_run_at = now(), last_deleted = $3
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id, deleted],
  );
}
