import type { LrsTransaction } from '../database.ts';
import type { Key } from '../key.ts';
import type { Seq } from '../sequence.ts';
import type { Listing } from './listing.ts';

/** Entries of each condition that are counted to find the rarest. */
const COUNTED_MAX = 1000;

/** Places of the statements that meet all conditions, at least one, in order. */
export async function findSeqs(db: LrsTransaction, listing: Listing): Promise<Seq[]> {
  const [driver = [], ...probes] = await rarestFirst(db, listing);
  const { from, before, ascending, limit } = listing;
  const order = `order by seq ${ascending ? 'asc' : 'desc'}`;
  const values: unknown[] = [db.tenantId, from, before, limit];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const probed = probes
    .flatMap((keys) => `(${keys.map((key) => probe(parameter(key))).join(' or ')})`)
    .map((text) => ` and ${text}`)
    .join('');
  const branches = driver.map((key) => entries(parameter(key)));
  const { rows } = await db.query<{ seq: Seq | string }>(
    `select distinct seq from (
       select seq from (${branches.join(' union all ')}) d where true${probed}
       ${order} limit $4 * ${driver.length}) d
     ${order} limit $4`,
    values,
  );
  return rows.map(({ seq }) => Number(seq));
}

const entries = (key: string) =>
  `select seq from statement_key where tenant_id = $1 and key = ${key} and seq >= $2 and seq < $3`;

/** As a scalar subquery it stays what it is: one look into the index for each candidate. */
const probe = (key: string) =>
  `(select true from statement_key p where p.tenant_id = $1 and p.key = ${key} and p.seq = d.seq limit 1)`;

async function rarestFirst(
  db: LrsTransaction,
  { conditions, from, before }: Listing,
): Promise<Key[][]> {
  if (conditions.length < 2) return conditions;
  const keys = conditions.flat();
  const { rows } = await db.query<{ key: Key; count: number }>(
    `select x.key::text, (select count(*)::int from (
       select from statement_key k where k.tenant_id = $1 and k.key = x.key
         and k.seq >= $2 and k.seq < $3 limit ${COUNTED_MAX}) k) as count
     from unnest($4::bigint[]) as x(key)`,
    [db.tenantId, from, before, keys],
  );
  const counts = new Map(rows.map(({ key, count }) => [key, count]));
  const entriesOf = (condition: Key[]) =>
    condition.reduce((sum, key) => sum + (counts.get(key) ?? 0), 0);
  return conditions.toSorted((a, b) => entriesOf(a) - entriesOf(b));
}
