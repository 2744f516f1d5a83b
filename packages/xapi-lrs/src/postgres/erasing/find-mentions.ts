import type { LrsTransaction } from '../database.ts';
import { agentKeys, type Key } from '../key.ts';
import type { Seq } from '../sequence.ts';

/** Every key of any of the actors, whatever the relation. */
export function keysOfActors(ifis: readonly string[]): Key[] {
  return ifis.flatMap((ifi) => Object.values(agentKeys(ifi)));
}

interface Range {
  after: Seq;
  limit: number;
}

/**
 * Places of statements that are found by any of the actors, in order: those that name them, and
 * those that refer to such ones.
 */
export async function findMentions(
  db: LrsTransaction,
  ifis: readonly string[],
  { after, limit }: Range,
): Promise<Seq[]> {
  const { rows } = await db.query<{ seq: Seq | string }>(
    `select distinct seq from statement_key
     where tenant_id = $1 and key = any ($2::bigint[]) and seq > $3 order by seq limit $4`,
    [db.tenantId, keysOfActors(ifis), after, limit],
  );
  return rows.map(({ seq }) => Number(seq));
}

/** As `findMentions`, of statements that are voided: no list of keys has them any more. */
export async function findVoidedMentions(
  db: LrsTransaction,
  ifis: readonly string[],
  { after, limit }: Range,
): Promise<Seq[]> {
  const { rows } = await db.query<{ seq: Seq | string }>(
    `select seq from statement
     where tenant_id = $1 and voided and seq > $3 and keys && $2::bigint[] order by seq limit $4`,
    [db.tenantId, keysOfActors(ifis), after, limit],
  );
  return rows.map(({ seq }) => Number(seq));
}
