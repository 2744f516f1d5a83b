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

/** Documents that were last changed before the time, but for those of the actors spared. */
interface ExpiredDocuments {
  before: Date;
  spared: readonly string[];
}

const EXPIRED = `tenant_id = $1 and updated_at < $2 and (agent is null or agent <> all ($3::text[]))`;

/** Deletes `limit` of them at most; answers how many. */
export async function deleteExpiredDocuments(
  db: LrsTransaction,
  { before, spared }: ExpiredDocuments,
  limit: number,
): Promise<number> {
  const { count } = await db.query(
    `delete from xapi_document d using (
       select scope, name from xapi_document where ${EXPIRED} limit $4 for update) x
     where d.tenant_id = $1 and d.scope = x.scope and d.name = x.name`,
    [db.tenantId, before, spared, limit],
  );
  return count;
}

/** How many there are; not more than `limit`. */
export async function countExpiredDocuments(
  db: LrsTransaction,
  { before, spared }: ExpiredDocuments,
  limit: number,
): Promise<number> {
  const { rows } = await db.query<{ count: number | string }>(
    `select count(*) as count from (select from xapi_document where ${EXPIRED} limit $4) x`,
    [db.tenantId, before, spared, limit],
  );
  return Number(rows[0]?.count ?? 0);
}
