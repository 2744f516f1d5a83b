import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { termKey } from '../facts/term-key.ts';

export interface RollupState {
  /** The days sum the facts up to this seq. */
  rolledTo: number;
  timeZone: string;
  /** How far facts have been made again; null when no rebuild is under way. */
  rebuiltTo: number | null;
}

const STATE = `rolled_to as "rolledTo", time_zone as "timeZone", rebuilt_to as "rebuiltTo"`;

/** Held until the end of the transaction, against other changes of days and of facts below them. */
export async function lockRollup(db: LrsTransaction): Promise<RollupState> {
  const read = () =>
    db.query<RollupState>(`select ${STATE} from lrs_rollup where tenant_id = $1 for update`, [
      db.tenantId,
    ]);
  const found = (await read()).rows[0];
  if (found) return found;
  await db.query('insert into lrs_rollup (tenant_id) values ($1) on conflict do nothing', [
    db.tenantId,
  ]);
  const made = (await read()).rows[0];
  if (!made) throw new Error('the state of the rollups is gone');
  return made;
}

export async function updateRollup(db: LrsTransaction, state: RollupState): Promise<void> {
  await db.query(
    `update lrs_rollup set rolled_to = $2, time_zone = $3, rebuilt_to = $4 where tenant_id = $1`,
    [db.tenantId, state.rolledTo, state.timeZone, state.rebuiltTo],
  );
}

export async function clearDays(db: LrsTransaction): Promise<void> {
  await Promise.all([
    db.query('delete from lrs_day where tenant_id = $1', [db.tenantId]),
    db.query('delete from lrs_day_item where tenant_id = $1', [db.tenantId]),
  ]);
}

/** Which facts to sum: those in a range of places, the first left out, or those at the places. */
export type Summed = { after: number; to: number } | { seqs: readonly number[] };

const NO_DECK = '00000000-0000-0000-0000-000000000000';
export const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';

/** Columns of days, and what of the facts each sums. */
const sums = {
  statements: 'count(*)',
  succeeded: 'count(*) filter (where success)',
  failed: 'count(*) filter (where not success)',
  scored: 'count(scaled)',
  // Whole numbers, so that the order of summing changes nothing.
  scaled_millionths: 'coalesce(sum(round(scaled * 1000000)), 0)::bigint',
  duration_ms: 'coalesce(sum(duration_ms), 0)::bigint',
};
const measures = Object.keys(sums);

interface DayTable {
  name: string;
  /** Its key after the day, and what else depends on the key, each with where it comes from. */
  keys: Record<string, string>;
  more: Record<string, string>;
  /** Only facts that meet this. */
  where?: string;
}

const tables: DayTable[] = [
  {
    name: 'lrs_day',
    keys: { actor: 'actor', verb: 'verb', deck_id: `coalesce(deck_id, '${NO_DECK}')` },
    more: { person_id: 'person_id' },
  },
  {
    name: 'lrs_day_item',
    keys: { activity: 'activity', deck_id: `coalesce(deck_id, '${NO_DECK}')` },
    more: {},
    where: `verb = ${termKey('verb', ANSWERED)} and success is not null and activity is not null`,
  },
];

/** Adds facts to their days. */
export async function addToDays(
  db: LrsTransaction,
  timeZone: string,
  summed: Summed,
): Promise<void> {
  for (const table of tables) {
    const { name, keys, more } = table;
    const { text, values } = sumsOf(table, summed);
    const columns = ['day', ...Object.keys(keys), ...Object.keys(more), ...measures].join(', ');
    await db.query(
      `with x as (${text})
       insert into ${name} (tenant_id, ${columns}) select $1, ${columns} from x
       on conflict (tenant_id, ${keyOf(table).join(', ')}) do update
         set ${measures.map((m) => `${m} = ${name}.${m} + excluded.${m}`).join(', ')}`,
      [db.tenantId, timeZone, ...values],
    );
  }
}

/** Takes facts out of their days again; a day of which nothing is left is gone. */
export async function takeFromDays(
  db: LrsTransaction,
  timeZone: string,
  seqs: readonly number[],
): Promise<void> {
  for (const table of tables) {
    const { text, values } = sumsOf(table, { seqs });
    const same = keyOf(table)
      .map((column) => `d.${column} = x.${column}`)
      .join(' and ');
    await db.query(
      `with x as (${text}), emptied as (
         delete from ${table.name} d using x
         where d.tenant_id = $1 and ${same} and d.statements = x.statements)
       update ${table.name} d set ${measures.map((m) => `${m} = d.${m} - x.${m}`).join(', ')}
       from x where d.tenant_id = $1 and ${same} and d.statements > x.statements`,
      [db.tenantId, timeZone, ...values],
    );
  }
}

const keyOf = ({ keys }: DayTable): string[] => ['day', ...Object.keys(keys)];

/** SQL of the facts' sums by day and key, for `$1` the tenant and `$2` the time zone. */
function sumsOf(
  { keys, more, where }: DayTable,
  summed: Summed,
): { text: string; values: unknown[] } {
  const [condition, values] = conditionOf(summed);
  const groups = { day: '(at at time zone $2)::date', ...keys, ...more };
  const columns = Object.entries({ ...groups, ...sums });
  const places = Object.keys(groups).map((_, i) => i + 1);
  return {
    text: `select ${columns.map(([column, source]) => `${source} as ${column}`).join(', ')}
      from lrs_fact where tenant_id = $1 and ${condition} ${where ? `and ${where}` : ''}
      group by ${places.join(', ')} order by ${places.join(', ')}`,
    values,
  };
}

function conditionOf(summed: Summed): [string, unknown[]] {
  if ('seqs' in summed) return ['seq = any ($3::bigint[])', [summed.seqs]];
  return ['seq > $3 and seq <= $4', [summed.after, summed.to]];
}

/** The last of the next facts after a place, `limit` at most; undefined when there are none. */
export async function lastOfNext(
  db: LrsTransaction,
  after: number,
  limit: number,
): Promise<{ seq: number; count: number } | undefined> {
  const { rows } = await db.query<{ seq: number | null; count: number }>(
    `select max(seq) as seq, count(*) as count from (
       select seq from lrs_fact where tenant_id = $1 and seq > $2 order by seq limit $3) f`,
    [db.tenantId, after, limit],
  );
  const [row] = rows;
  return row?.seq == null ? undefined : { seq: row.seq, count: row.count };
}
