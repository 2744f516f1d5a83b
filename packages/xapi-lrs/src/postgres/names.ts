import { arrayOf } from './array-of.ts';
import type { LrsTransaction } from './database.ts';
import { grouped } from './grouped.ts';
import { agentKeys, type Key } from './key.ts';
import type { GivenName, ReadyStatement } from './saving/ready-statement.ts';
import { FIRST_ADDED_SQL } from './write-lock.ts';

/** Of one agent; older ones are forgotten. */
const NAMES_MAX = 100;

type KnownNames = ReadonlyMap<Key, readonly string[]>;

/** Names that statements gave to an agent, latest first. */
export async function findNames(db: LrsTransaction, ifi: string): Promise<string[]> {
  const { rows } = await db.query<{ names: string[] }>(
    'select names from agent_name where tenant_id = $1 and key = $2',
    [db.tenantId, agentKeys(ifi).direct],
    'kept',
  );
  return rows[0]?.names ?? [];
}

/** Names that statements give, by agent. */
export type Given = ReadonlyMap<Key, readonly GivenName[]>;

export const givenBy = (statements: readonly ReadyStatement[]): Given =>
  grouped(
    statements.flatMap(({ names }) => names),
    ({ key }) => key,
  );

/** The names so far of the agents that statements name. */
export async function readNames(db: LrsTransaction, agents: Given): Promise<KnownNames> {
  if (agents.size === 0) return new Map();
  const { rows } = await db.query<{ key: Key; names: string[] }>(
    `select x.key::text, a.names from unnest($2::bigint[]) as x(key) cross join lateral (
       select names from agent_name a where a.tenant_id = $1 and a.key = x.key limit 1) a`,
    [db.tenantId, arrayOf([...agents.keys()])],
    'kept',
  );
  return new Map(rows.map(({ key, names }) => [key, names]));
}

/** The names of an agent as they are to be, and as they were when that was found out. */
export interface ChangedNames {
  key: Key;
  ifi: string | undefined;
  names: readonly string[];
  before: readonly string[] | null;
}

/** What becomes of the names that are known when those that statements give are put before them. */
export function changedNames(agents: Given, known: KnownNames): ChangedNames[] {
  return [...agents].flatMap(([key, given]) => {
    const before = known.get(key) ?? null;
    const names = given.reduce((latest, { name }) => latestFirst(name, latest), before ?? []);
    return names === before ? [] : [{ key, ifi: given[0]?.ifi, names, before }];
  });
}

/** Writes them where the transaction may add statements. */
export async function writeNames(
  db: LrsTransaction,
  changed: readonly ChangedNames[],
): Promise<void> {
  if (changed.length === 0) return;
  await db.query(
    `insert into agent_name (tenant_id, key, ifi, names)
     select $1, key, ifi, array(select jsonb_array_elements_text(names))
     from jsonb_to_recordset($2::jsonb) as x(key bigint, ifi text, names jsonb)
     where ${FIRST_ADDED_SQL} is not null
     on conflict (tenant_id, key) do update set names = excluded.names`,
    [db.tenantId, JSON.stringify(changed.map(({ before, ...now }) => now))],
    'kept',
  );
}

function latestFirst(name: string, names: readonly string[]): readonly string[] {
  if (names[0] === name) return names;
  return [name, ...names.filter((other) => other !== name)].slice(0, NAMES_MAX);
}
