import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import type { StatementText } from '../facts/fact.ts';

/** Statements after a place that are not voided, in order. */
export async function readStatements(
  db: LrsTransaction,
  { after, limit }: { after: number; limit: number },
): Promise<StatementText[]> {
  const { rows } = await db.query<StatementText>(
    `select seq, json, voids from statement
     where tenant_id = $1 and seq > $2 and not voided order by seq limit $3`,
    [db.tenantId, after, limit],
  );
  return rows;
}

/** Facts after a place: up to another one, or those whose statements are gone. */
export async function deleteFactsAfter(
  db: LrsTransaction,
  after: number,
  to: number | 'without statement',
): Promise<void> {
  const condition =
    to === 'without statement'
      ? `not exists (select from statement s where s.tenant_id = f.tenant_id and s.seq = f.seq)`
      : 'seq <= $3';
  await db.query(`delete from lrs_fact f where tenant_id = $1 and seq > $2 and ${condition}`, [
    db.tenantId,
    after,
    ...(to === 'without statement' ? [] : [to]),
  ]);
}

export async function countFacts(db: LrsTransaction): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*) as count from lrs_fact where tenant_id = $1',
    [db.tenantId],
  );
  return rows[0]?.count ?? 0;
}
