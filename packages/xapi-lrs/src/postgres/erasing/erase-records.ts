import type { LrsTransaction } from '../database.ts';
import { agentKeys } from '../key.ts';

/** Deletes every document of the actors: what they hold can be anything. Answers how many. */
export async function deleteDocumentsOf(
  db: LrsTransaction,
  ifis: readonly string[],
): Promise<number> {
  const { count } = await db.query(
    'delete from xapi_document where tenant_id = $1 and agent = any ($2::text[])',
    [db.tenantId, ifis],
  );
  return count;
}

/** Forgets the names of the actors. Answers of how many. */
export async function deleteNamesOf(db: LrsTransaction, ifis: readonly string[]): Promise<number> {
  const { count } = await db.query(
    'delete from agent_name where tenant_id = $1 and key = any ($2::bigint[])',
    [db.tenantId, ifis.map((ifi) => agentKeys(ifi).direct)],
  );
  return count;
}
