import type { TenantDb } from '../../platform/database/database.ts';

export interface Group {
  id: string;
  name: string;
  externalId: string | null;
  source: string;
  members: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

type GroupRow = Group & Record<string, unknown>;

const GROUP = `g.id, g.name, g.external_id as "externalId", g.source, g.version,
  g.created_at as "createdAt", g.updated_at as "updatedAt",
  (select count(*)::integer from membership m where m.tenant_id = $1 and m.group_id = g.id) as members`;

/** In the order of their making; `q` is part of the name, in either case. */
export async function listGroups(
  db: TenantDb,
  {
    q,
    personId,
    after,
    limit,
  }: {
    q?: string | undefined;
    /** Only groups with this member. */
    personId?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<Group[]> {
  const { rows } = await db.query<GroupRow>(
    `select ${GROUP} from person_group g
     where g.tenant_id = $1 and ($2::uuid is null or g.id > $2)
       and ($3::text is null or strpos(lower(g.name), lower($3)) > 0)
       and ($4::uuid is null or exists (select from membership m
         where m.tenant_id = $1 and m.group_id = g.id and m.person_id = $4))
     order by g.id limit $5`,
    [db.tenantId, after ?? null, q ?? null, personId ?? null, limit],
  );
  return rows;
}

export async function findGroup(db: TenantDb, id: string): Promise<Group | undefined> {
  const { rows } = await db.query<GroupRow>(
    `select ${GROUP} from person_group g where g.tenant_id = $1 and g.id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

export async function findGroupBy(
  db: TenantDb,
  { source, externalId }: { source: string; externalId: string },
): Promise<Group | undefined> {
  const { rows } = await db.query<GroupRow>(
    `select ${GROUP} from person_group g
     where g.tenant_id = $1 and g.source = $2 and g.external_id = $3`,
    [db.tenantId, source, externalId],
  );
  return rows[0];
}

/** Held against other changes until the end of the transaction. */
export async function lockGroup(db: TenantDb, id: string): Promise<Group | undefined> {
  const { rows } = await db.query<GroupRow>(
    `select ${GROUP} from person_group g where g.tenant_id = $1 and g.id = $2 for update of g`,
    [db.tenantId, id],
  );
  return rows[0];
}

type GroupDetails = Pick<Group, 'id' | 'name' | 'externalId' | 'source'>;

/** False where another group of the same source has the external id. */
export async function insertGroup(
  db: TenantDb,
  { id, name, externalId, source }: GroupDetails,
): Promise<boolean> {
  const { count } = await db.query(
    `insert into person_group (tenant_id, id, name, external_id, source) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, source, external_id) where external_id is not null do nothing`,
    [db.tenantId, id, name, externalId, source],
  );
  return count > 0;
}

/** False where another group of the same source has the external id. */
export async function updateGroupRow(
  db: TenantDb,
  { id, name, externalId, source }: GroupDetails,
): Promise<boolean> {
  const { count } = await db.query(
    `update person_group set name = $3, external_id = $4, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and not exists (select from person_group o
       where o.tenant_id = $1 and o.source = $5 and o.external_id = $4 and o.id <> $2)`,
    [db.tenantId, id, name, externalId, source],
  );
  return count > 0;
}

export async function deleteGroupRow(db: TenantDb, id: string): Promise<void> {
  await db.query('delete from person_group where tenant_id = $1 and id = $2', [db.tenantId, id]);
}

/** Adds people who are not members yet; returns how many. Unknown people fail the transaction. */
export async function insertMemberships(
  db: TenantDb,
  { groupId, personIds }: { groupId: string; personIds: string[] },
): Promise<number> {
  const { count } = await db.query(
    `insert into membership (tenant_id, group_id, person_id)
     select distinct $1::uuid, $2::uuid, x.id from unnest($3::uuid[]) as x(id) on conflict do nothing`,
    [db.tenantId, groupId, personIds],
  );
  return count;
}

/** False where there was no such membership. */
export async function deleteMembership(
  db: TenantDb,
  { groupId, personId }: { groupId: string; personId: string },
): Promise<boolean> {
  const { count } = await db.query(
    'delete from membership where tenant_id = $1 and group_id = $2 and person_id = $3',
    [db.tenantId, groupId, personId],
  );
  return count > 0;
}

/** Nobody belongs to the group any more; returns who did. */
export async function deleteAllMemberships(db: TenantDb, groupId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'delete from membership where tenant_id = $1 and group_id = $2 returning person_id as id',
    [db.tenantId, groupId],
  );
  return rows.map(({ id }) => id);
}
