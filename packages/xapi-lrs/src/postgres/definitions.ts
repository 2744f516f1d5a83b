import type { JsonObject } from '../json.ts';
import { mergeDefinition } from '../rules/definition.ts';
import type { PreparedStatement } from '../store.ts';
import type { LrsTransaction } from './database.ts';
import { grouped } from './grouped.ts';
import { activityKey, hashNumber, type Key } from './key.ts';

interface Brought {
  key: Key;
  activityId: string;
  definition: JsonObject;
  /** Hash of the definition. */
  mark: string;
}

/** Merges the definitions that statements bring along into what is known of the activities. */
export async function saveDefinitions(
  db: LrsTransaction,
  statements: readonly PreparedStatement[],
): Promise<void> {
  const byActivity = grouped(statements.flatMap(broughtBy), ({ key }) => key);
  if (byActivity.size === 0) return;
  const { rows } = await db.query<{ key: Key; merged: string }>(
    `select x.key::text, d.merged::text from unnest($2::bigint[]) as x(key) cross join lateral (
       select merged from activity_definition d where d.tenant_id = $1 and d.key = x.key limit 1) d`,
    [db.tenantId, [...byActivity.keys()]],
    'kept',
  );
  for (const { key, merged } of rows) {
    if (byActivity.get(key)?.every(({ mark }) => mark === merged)) byActivity.delete(key);
  }
  if (byActivity.size > 0) await mergeAll(db, [...byActivity.values()]);
}

export async function findDefinition(
  db: LrsTransaction,
  activityId: string,
): Promise<JsonObject | undefined> {
  return (await readDefinitions(db, [activityKey(activityId)])).get(activityKey(activityId));
}

function broughtBy({ definitions }: PreparedStatement): Brought[] {
  return definitions.map(({ activityId, definition }) => ({
    key: activityKey(activityId),
    activityId,
    definition,
    mark: hashNumber(JSON.stringify(definition)),
  }));
}

async function readDefinitions(
  db: LrsTransaction,
  keys: readonly Key[],
): Promise<Map<Key, JsonObject>> {
  const { rows } = await db.query<{ key: Key; definition: string }>(
    `select key::text, definition from activity_definition
     where tenant_id = $1 and key = any($2::bigint[])`,
    [db.tenantId, keys],
  );
  return new Map(rows.map(({ key, definition }) => [key, JSON.parse(definition)]));
}

async function mergeAll(db: LrsTransaction, activities: readonly Brought[][]): Promise<void> {
  const known = await readDefinitions(
    db,
    activities.flatMap(([first]) => first?.key ?? []),
  );
  const changed = activities.flatMap((brought) => {
    const last = brought.at(-1);
    if (!last) return [];
    const before = known.get(last.key);
    const after = brought.reduce<JsonObject | undefined>(
      (merged, { definition }) => mergeDefinition(merged, definition),
      before,
    );
    const text = JSON.stringify(after);
    return text === JSON.stringify(before) ? [] : [{ ...last, text }];
  });
  if (changed.length === 0) return;
  await db.query(
    `insert into activity_definition (tenant_id, key, activity_id, definition, merged)
     select $1, x.* from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[]) as x
     on conflict (tenant_id, key) do update
       set definition = excluded.definition, merged = excluded.merged`,
    [
      db.tenantId,
      changed.map(({ key }) => key),
      changed.map(({ activityId }) => activityId),
      changed.map(({ text }) => text),
      changed.map(({ mark }) => mark),
    ],
  );
}
