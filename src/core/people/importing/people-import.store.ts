import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';

/**
 * Groups by name: those kept here or by the same source; missing ones are made and belong to the
 * source, whose ids for them are their names.
 */
export async function ensureGroups(
  db: TenantDb,
  { names, source }: { names: string[]; source: string },
): Promise<{ ids: Map<string, string>; made: number }> {
  if (names.length === 0) return { ids: new Map(), made: 0 };
  const known = await findGroups(db, { names, source });
  const missing = names.filter((name) => !known.has(name));
  const rows = missing.map((name) => ({ id: uuidv7(), name }));
  const { count } = await db.query(
    `insert into person_group (tenant_id, id, name, external_id, source)
     select $1, x.id, x.name, x.name, $3 from jsonb_to_recordset($2::jsonb) as x(id uuid, name text)
     on conflict (tenant_id, source, external_id) where external_id is not null do nothing`,
    [db.tenantId, storableJson(rows), source],
  );
  return { ids: await findGroups(db, { names, source }), made: count };
}

export async function findGroups(
  db: TenantDb,
  { names, source }: { names: string[]; source: string },
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `select distinct on (x.name) x.name, g.id from unnest($2::text[]) as x(name)
     join person_group g on g.tenant_id = $1
       and (g.source = $3 and g.external_id = x.name or g.source in ('local', $3) and g.name = x.name)
     order by x.name, g.source = $3 desc, g.id`,
    [db.tenantId, names, source],
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/** Returns the people who became members of a group that they were not in. */
export async function insertGroupMembers(
  db: TenantDb,
  memberships: { groupId: string; personId: string }[],
): Promise<Set<string>> {
  if (memberships.length === 0) return new Set();
  const { rows } = await db.query<{ person_id: string }>(
    `insert into membership (tenant_id, group_id, person_id)
     select distinct $1::uuid, x."groupId", x."personId"
     from jsonb_to_recordset($2::jsonb) as x("groupId" uuid, "personId" uuid)
     on conflict do nothing returning person_id`,
    [db.tenantId, storableJson(memberships)],
  );
  return new Set(rows.map((row) => row.person_id));
}

/** Which of these groups these people are in, as `<group> <person>`. */
export async function findMemberships(
  db: TenantDb,
  { groupIds, personIds }: { groupIds: string[]; personIds: string[] },
): Promise<Set<string>> {
  const { rows } = await db.query<{ groupId: string; personId: string }>(
    `select group_id as "groupId", person_id as "personId" from membership
     where tenant_id = $1 and group_id = any ($2) and person_id = any ($3)`,
    [db.tenantId, groupIds, personIds],
  );
  return new Set(rows.map(({ groupId, personId }) => `${groupId} ${personId}`));
}

/** Those of the people whom the system knows by an id of its own. */
export async function findPeopleWithIds(
  db: TenantDb,
  { system, personIds }: { system: string; personIds: string[] },
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct entity_id as id from external_ref
     where tenant_id = $1 and entity_id = any ($3) and system = $2 and kind = 'person'
       and starts_with(key, 'id:')`,
    [db.tenantId, system, personIds],
  );
  return new Set(rows.map(({ id }) => id));
}
