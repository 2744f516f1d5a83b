import type { TenantDb } from '../../platform/database/database.ts';

/** Of two processes that would make the tenant's key, one waits and finds it made. */
export async function lockEventKey(db: TenantDb): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [db.tenantId]);
}
