import type { LrsTransaction } from '../database.ts';

/**
 * What PostgreSQL may not do. It knows little of how a tenant's and a key's rows lie, so it would now
 * and then fetch and sort all of them, or look each of them up, instead of reading on in the index.
 */
const AVOIDED = ['bitmapscan', 'seqscan', 'sort', 'nestloop', 'hashjoin'].map(
  (name) => `enable_${name}`,
);
/** Avoided steps count as so dear that compiling the query would seem worth its while. */
const SETTINGS = [...AVOIDED, 'jit'];

const settingTo = (value: string) =>
  `select ${SETTINGS.map((name) => `set_config('${name}', ${value}, true)`).join(', ')}`;
const OFF = settingTo("'off'");
/** Null stands for the session's own. */
const BACK = settingTo('null');

/** Runs a query whose rows are read in an index's order, no further than needed. */
export async function inIndexOrder<R extends object>(
  db: LrsTransaction,
  text: string,
  values: readonly unknown[],
): Promise<R[]> {
  const [, { rows }] = await Promise.all([
    db.query(OFF, [], 'kept'),
    db.query<R>(text, values),
    db.query(BACK, [], 'kept'),
  ]);
  return rows;
}
