import type { PreparedStatement } from '../store.ts';
import type { LrsTransaction } from './database.ts';
import { grouped } from './grouped.ts';
import { agentKey, type Key } from './key.ts';

/** Of one agent; older ones are forgotten. */
const NAMES_MAX = 100;

interface Named {
  key: Key;
  ifi: string;
  name: string;
}

/** Puts the names that statements give to agents before those that are known. */
export async function saveNames(
  db: LrsTransaction,
  statements: readonly PreparedStatement[],
): Promise<void> {
  const given: Named[] = statements.flatMap(({ names }) =>
    names.map(({ ifi, name }) => ({
      key: agentKey(ifi),
      ifi,
      // PostgreSQL keeps no U+0000 in texts.
      name: name.replaceAll('\0', ''),
    })),
  );
  const byAgent = grouped(given, ({ key }) => key);
  if (byAgent.size === 0) return;
  const known = await readNames(db, [...byAgent.keys()]);
  const changed = [...byAgent].flatMap(([key, named]) => {
    const before = known.get(key) ?? [];
    const after = named.reduce((names, { name }) => latestFirst(name, names), before);
    const [first] = named;
    return after === before || !first ? [] : [{ key, ifi: first.ifi, names: after }];
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

export async function findNames(db: LrsTransaction, ifi: string): Promise<string[]> {
  return [...((await readNames(db, [agentKey(ifi)])).get(agentKey(ifi)) ?? [])];
}

async function readNames(
  db: LrsTransaction,
  keys: readonly Key[],
): Promise<Map<Key, readonly string[]>> {
  const { rows } = await db.query<{ key: Key; names: string[] }>(
    `select x.key::text, a.names from unnest($2::bigint[]) as x(key) cross join lateral (
       select names from agent_name a where a.tenant_id = $1 and a.key = x.key limit 1) a`,
    [db.tenantId, keys],
    'kept',
  );
  return new Map(rows.map(({ key, names }) => [key, names]));
}

function latestFirst(name: string, names: readonly string[]): readonly string[] {
  if (names[0] === name) return names;
  return [name, ...names.filter((other) => other !== name)].slice(0, NAMES_MAX);
}
