import type { LrsTransaction } from '../database.ts';
import type { KeyedStatement, KnownStatement, Reference } from './saved-statement.ts';

interface Referring {
  /** Statements that refer to the given ids, or to such statements, and so on. */
  statements: KeyedStatement[];
  references: Reference[];
}

const COLUMNS = 's.id, s.seq, s.hash, s.voided, s.voids';

/** Of the ids, the statements that are stored. */
export async function findKnown(
  db: LrsTransaction,
  ids: readonly string[],
): Promise<KnownStatement[]> {
  const { rows } = await db.query<KnownStatement>(byIds(COLUMNS), [db.tenantId, ids], 'kept');
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

export async function findKeyed(
  db: LrsTransaction,
  ids: readonly string[],
): Promise<KeyedStatement[]> {
  if (ids.length === 0) return [];
  const text = byIds(`${COLUMNS}, s.keys::text as keys`);
  const { rows } = await db.query<KnownStatement & { keys: string }>(
    text,
    [db.tenantId, ids],
    'kept',
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq), keys: listOf(row.keys) }));
}

export async function findReferrers(
  db: LrsTransaction,
  ids: readonly string[],
): Promise<Referring> {
  const { rows } = await db.query<Reference>(
    `with recursive reference as (
       select r.* from unnest($2::uuid[]) as x(id) cross join lateral (
         select source, target, voids from statement_reference r
         where r.tenant_id = $1 and r.target = x.id offset 0) r
       union
       select r.* from reference x cross join lateral (
         select source, target, voids from statement_reference r
         where r.tenant_id = $1 and r.target = x.source offset 0) r
     ) select source, target, voids from reference`,
    [db.tenantId, ids],
    'kept',
  );
  const sources = [...new Set(rows.map(({ source }) => source))];
  return { statements: await findKeyed(db, sources), references: rows };
}

/** Looks each up by the index, whatever the planner thinks of the table's size. */
function byIds(columns: string): string {
  return `select s.* from unnest($2::uuid[]) as x(id) cross join lateral (
    select ${columns} from statement s where s.tenant_id = $1 and s.id = x.id limit 1) s`;
}

/** An array of numbers as PostgreSQL writes it. */
function listOf(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}
