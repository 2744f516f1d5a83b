import type { LrsTransaction } from './database.ts';
import { grouped } from './grouped.ts';
import { agentKeys, type Key } from './key.ts';
import type { GivenName, ReadyStatement } from './saving/ready-statement.ts';

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

/** The names so far of the agents that statements name. */
export async function readNames(
  db: LrsTransaction,
  statements: readonly ReadyStatement[],
): Promise<KnownNames> {
  const agents = byAgent(statements);
  if (agents.size === 0) return new Map();
  const { rows } = await db.query<{ key: Key; names: string[] }>(
    `select x.key::text, a.names from unnest($2::bigint[]) as x(key) cross join lateral (
       select names from agent_name a where a.tenant_id = $1 and a.key = x.key limit 1) a`,
    [db.tenantId, [...agents.keys()]],
    'kept',
  );
  return new Map(rows.map(({ key, names }) => [key, names]));
}

/** Puts the names that statements give to agents before those that are known. */
export async function writeNames(
  db: LrsTransaction,
  statements: readonly ReadyStatement[],
  known: KnownNames,
): Promise<void> {
  const changed = [...byAgent(statements)].flatMap(([key, given]) => {
    const before = known.get(key) ?? [];
    const names = given.reduce((latest, { name }) => latestFirst(name, latest), before);
    return names === before ? [] : [{ key, ifi: given[0]?.ifi, names }];
  });
  if (changed.length === 0) return;
  await db.query(
    `insert into agent_name (tenant_id, key, ifi, names)
     select $1, key, ifi, array(select jsonb_array_elements_text(names))
     from jsonb_to_recordset($2::jsonb) as x(key bigint, ifi text, names jsonb)
     on conflict (tenant_id, key) do update set names = excluded.names`,
    [db.tenantId, JSON.stringify(changed)],
    'kept',
  );
}

const byAgent = (statements: readonly ReadyStatement[]): Map<Key, GivenName[]> =>
  grouped(
    statements.flatMap(({ names }) => names),
    ({ key }) => key,
  );

function latestFirst(name: string, names: readonly string[]): readonly string[] {
  if (names[0] === name) return names;
  return [name, ...names.filter((other) => other !== name)].slice(0, NAMES_MAX);
}
