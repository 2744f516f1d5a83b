import type { LrsTransaction } from '../database.ts';
import { agentKeys, verbKey } from '../key.ts';
import { firstAt, type Seq } from '../sequence.ts';
import { keysOfActors } from './find-mentions.ts';

/** Which statements have been kept long enough. */
export interface Expired {
  /** Stored before this time. */
  before: Date;
  /** Of one of these verbs; empty: of any. */
  verbs: readonly string[];
  /** Vouched for by this authority (its IFI), or by any other. */
  authority?: { ifi: string; is: 'it' | 'another' } | undefined;
  /** IFIs; no statement that is found by one of them. */
  spared: readonly string[];
}

/** Their places in order, after the one given. */
export async function findExpired(
  db: LrsTransaction,
  expired: Expired,
  { after, limit }: { after: Seq; limit: number },
): Promise<Seq[]> {
  const { text, values } = expiredQuery(db, expired, after);
  const { rows } = await db.query<{ seq: Seq | string }>(`${text} order by seq limit $7`, [
    ...values,
    limit,
  ]);
  return rows.map(({ seq }) => Number(seq));
}

/** How many there are; not more than `limit`. */
export async function countExpired(
  db: LrsTransaction,
  expired: Expired,
  limit: number,
): Promise<number> {
  const { text, values } = expiredQuery(db, expired, 0);
  const { rows } = await db.query<{ count: number | string }>(
    `select count(*) as count from (${text} limit $7) x`,
    [...values, limit],
  );
  return Number(rows[0]?.count ?? 0);
}

function expiredQuery(
  db: LrsTransaction,
  { before, verbs, authority, spared }: Expired,
  after: Seq,
): { text: string; values: unknown[] } {
  // A statement has the keys of what it refers to as well, so that the verb has to be looked at;
  // the key of an authority is its own.
  const ofVerb =
    verbs.length > 0
      ? `and keys && $4::bigint[] and json::json #>> '{verb,id}' = any ($5::text[])`
      : 'and $4::bigint[] is null and $5::text[] is null';
  const voucher = authority ? [agentKeys(authority.ifi).authority] : [];
  const not = authority?.is === 'another' ? 'not' : '';
  return {
    text: `select seq from statement where tenant_id = $1 and seq > $2 and seq < $3 ${ofVerb}
      and not keys && $6::bigint[]
      ${authority ? `and ${not} keys && '{${voucher.join(',')}}'::bigint[]` : ''}`,
    values: [
      db.tenantId,
      after,
      firstAt(before.getTime()),
      verbs.length > 0 ? verbs.map(verbKey) : null,
      verbs.length > 0 ? verbs : null,
      keysOfActors(spared),
    ],
  };
}
