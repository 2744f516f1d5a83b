import type { TenantDb } from '../../platform/database/database.ts';

/**
 * Who changes groups of a connection, or takes somebody out of them, comes one after the other: a
 * change of one group reaches the groups that it is in, and its members, in an order of its own.
 */
export async function lockStructure(db: TenantDb, connectionId: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 6))', [connectionId]);
}
