import type { TenantDb } from '../../../platform/database/database.ts';
import { reconcileRules } from '../rules/apply-rules.ts';
import { deleteConnection } from './connection.store.ts';
import type { ConnectionKind } from './connection.ts';

/**
 * Forgets a connection of the kind with everything that its surface keeps for it; false where there is
 * none. The people stay as they are, without their identities there; so do its groups, which are then
 * kept by hand. What its rules gave is taken back.
 */
export async function removeConnection(
  db: TenantDb,
  connection: { id: string; kind: ConnectionKind },
): Promise<boolean> {
  const removed = await deleteConnection(db, connection);
  if (removed) await reconcileRules(db);
  return removed;
}
