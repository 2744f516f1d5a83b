import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

/** Takes somebody out of a connection's groups but those that are kept; answers which. */
export async function leaveGroups(
  db: TenantDb,
  {
    source,
    personId,
    prefix,
    kept,
  }: { source: string; personId: string; prefix: string; kept: string[] },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `delete from membership m using person_group g
     where m.tenant_id = $1 and m.person_id = $2 and g.tenant_id = $1 and g.id = m.group_id
       and g.source = $3 and starts_with(g.external_id, $4) and g.external_id <> all ($5)
     returning g.id`,
    [db.tenantId, personId, source, prefix, kept],
  );
  return rows.map(({ id }) => id);
}

/** Makes groups that are not there yet and somebody a member of all; answers those joined just now. */
export async function joinGroups(
  db: TenantDb,
  {
    source,
    personId,
    groups,
  }: { source: string; personId: string; groups: { name: string; externalId: string }[] },
): Promise<string[]> {
  if (groups.length === 0) return [];
  const rows = groups.map((group) => ({ ...group, id: uuidv7() }));
  await db.query(
    `insert into person_group (tenant_id, id, name, external_id, source)
     select $1, x.id, x.name, x."externalId", $3
     from jsonb_to_recordset($2::jsonb) as x(id uuid, name text, "externalId" text)
     on conflict (tenant_id, source, external_id) where external_id is not null do nothing`,
    [db.tenantId, storableJson(rows), source],
  );
  const joined = await db.query<{ id: string }>(
    `insert into membership (tenant_id, group_id, person_id)
     select $1, g.id, $2 from person_group g
     where g.tenant_id = $1 and g.source = $3 and g.external_id = any ($4)
     on conflict do nothing returning group_id as id`,
    [db.tenantId, personId, source, groups.map(({ externalId }) => externalId)],
  );
  return joined.rows.map(({ id }) => id);
}
