import type { LrsTransaction } from '../database.ts';
import type { Key } from '../key.ts';
import type { Seq } from '../sequence.ts';
import { inIndexOrder } from './index-order.ts';
import type { Listing } from './listing.ts';

interface SeqRow {
  seq: Seq | string;
}

type Bounds = Pick<Listing, 'from' | 'before' | 'ascending'>;

/** A query on entries of `statement_key` within bounds, as text and values. */
export interface EntriesQuery {
  direction: 'asc' | 'desc';
  /** Name of a value in the text. */
  value(value: unknown): string;
  /**
   * A subquery: places of what has one of the keys, each once, in order. Ordered inside too, so that
   * each key's entries are read one after another, only as many as are asked for.
   */
  entries(keys: readonly Key[], limit: string): string;
  /** A condition: whether `seq` has one of the keys. */
  probe(keys: readonly Key[], seq: string): string;
  run<R extends object>(text: string): Promise<(SeqRow & R)[]>;
}

export function entriesQuery(
  db: LrsTransaction,
  { from, before, ascending }: Bounds,
): EntriesQuery {
  const values: unknown[] = [db.tenantId, from, before];
  const value = (added: unknown) => `$${values.push(added)}`;
  const direction = ascending ? 'asc' : 'desc';
  const ofKey = (key: Key, limit: string) =>
    `(select seq from statement_key where tenant_id = $1 and key = ${value(key)}
        and seq >= $2 and seq < $3 order by seq ${direction} limit ${limit})`;
  return {
    direction,
    value,
    entries: ([key = '', ...others], limit) =>
      others.length === 0
        ? ofKey(key, limit)
        : `(select distinct seq from (
             ${[key, ...others].map((each) => ofKey(each, limit)).join(' union all ')}) e
           order by seq ${direction} limit ${limit})`,
    // A scalar subquery stays what it is: a look into the index for each candidate.
    probe: (keys, seq) =>
      keys
        .map(
          (key) => `(select true from statement_key p where p.tenant_id = $1
            and p.key = ${value(key)} and p.seq = ${seq} limit 1)`,
        )
        .join(' or '),
    run: (text) => inIndexOrder(db, text, values),
  };
}

export const seqsOf = (rows: readonly SeqRow[]): Seq[] => rows.map(({ seq }) => Number(seq));
