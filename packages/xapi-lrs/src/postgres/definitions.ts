import type { JsonObject } from '../json.ts';
import { mergeDefinition } from '../rules/definition.ts';
import type { LrsTransaction } from './database.ts';
import { grouped } from './grouped.ts';
import { activityKeys, type Key } from './key.ts';
import type { BroughtDefinition, ReadyStatement } from './saving/ready-statement.ts';
import { FIRST_ADDED_SQL } from './write-lock.ts';

interface KnownDefinition {
  /** Hash of the definition that was merged last: the same again changes nothing. */
  merged: string;
  /** Left out where that is the only one brought. */
  definition: string | null;
}

export async function findDefinitions(
  db: LrsTransaction,
  activityIds: readonly string[],
): Promise<Map<string, JsonObject>> {
  const ids = new Map(activityIds.map((id) => [activityKeys(id).direct, id]));
  const { rows } = await db.query<{ key: Key; definition: string }>(
    `select x.key::text, d.definition from unnest($2::bigint[]) as x(key) cross join lateral (
       select definition from activity_definition d
       where d.tenant_id = $1 and d.key = x.key limit 1) d`,
    [db.tenantId, [...ids.keys()]],
    'kept',
  );
  return new Map(rows.map(({ key, definition }) => [ids.get(key) ?? '', JSON.parse(definition)]));
}

/** What statements say of activities, by activity. */
export type Brought = ReadonlyMap<Key, readonly BroughtDefinition[]>;

export const broughtBy = (statements: readonly ReadyStatement[]): Brought =>
  grouped(
    statements.flatMap(({ definitions }) => definitions),
    ({ key }) => key,
  );

/** What is known of the activities that statements bring definitions of. */
export async function readDefinitions(
  db: LrsTransaction,
  activities: Brought,
): Promise<ReadonlyMap<Key, KnownDefinition>> {
  if (activities.size === 0) return new Map();
  const { rows } = await db.query<KnownDefinition & { key: Key }>(
    `select x.key::text, d.* from unnest($2::bigint[], $3::bigint[]) as x(key, mark)
     cross join lateral (
       select merged::text, case when merged is distinct from x.mark then definition end as definition
       from activity_definition d where d.tenant_id = $1 and d.key = x.key limit 1) d`,
    [db.tenantId, [...activities.keys()], [...activities.values()].map(onlyMark)],
    'kept',
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** What is to be stored of an activity, and what was when that was found out. */
export interface ChangedDefinition extends Pick<BroughtDefinition, 'key' | 'activityId' | 'mark'> {
  definition: string;
  before: string | null;
}

/** What becomes of the activities that statements bring definitions of, merged into what is known. */
export function changedDefinitions(
  activities: Brought,
  known: ReadonlyMap<Key, KnownDefinition>,
): ChangedDefinition[] {
  return [...activities.values()].flatMap((brought) => {
    const last = brought.at(-1);
    const found = last && known.get(last.key);
    if (!last || (found && found.merged === onlyMark(brought))) return [];
    const before = found?.definition ?? null;
    const definition = merge(before, brought);
    return definition === before ? [] : [{ ...last, definition, before }];
  });
}

/** Writes them where the transaction may add statements. */
export async function writeDefinitions(
  db: LrsTransaction,
  changed: readonly ChangedDefinition[],
): Promise<void> {
  if (changed.length === 0) return;
  await db.query(
    `insert into activity_definition (tenant_id, key, activity_id, definition, merged)
     select $1, x.* from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[]) as x
     where ${FIRST_ADDED_SQL} is not null
     on conflict (tenant_id, key) do update
       set definition = excluded.definition, merged = excluded.merged`,
    [
      db.tenantId,
      changed.map(({ key }) => key),
      changed.map(({ activityId }) => activityId),
      changed.map(({ definition }) => definition),
      changed.map(({ mark }) => mark),
    ],
    'kept',
  );
}

/** The mark of all; null when they differ. */
function onlyMark([first, ...others]: readonly BroughtDefinition[]): string | null {
  if (!first || others.some(({ mark }) => mark !== first.mark)) return null;
  return first.mark;
}

function merge(before: string | null, brought: readonly BroughtDefinition[]): string {
  const known: JsonObject | undefined = before === null ? undefined : JSON.parse(before);
  return JSON.stringify(
    brought.reduce((merged, { definition }) => mergeDefinition(merged, definition), known),
  );
}
