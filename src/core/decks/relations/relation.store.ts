import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';

export type RelationKind = 'prerequisite' | 'dependency' | 'related';

/** Between atoms, by id. Of a prerequisite, `from` must be known before `to`. */
export interface Relation {
  from: string;
  to: string;
  kind: RelationKind;
}

/** All that can be reached from the atoms along prerequisites: edges between known and then new. */
export async function listPrerequisitesFrom(db: TenantDb, atomIds: string[]): Promise<Relation[]> {
  const { rows } = await db.query<{ from: string; to: string; kind: RelationKind }>(
    `with recursive reached as (
       select unnest($2::uuid[]) as id
       union
       select r.to_atom_id from reached
       join atom_relation r on r.tenant_id = $1 and r.from_atom_id = reached.id
         and r.kind = 'prerequisite'
     )
     select r.from_atom_id as "from", r.to_atom_id as "to", r.kind
     from reached join atom_relation r on r.tenant_id = $1 and r.from_atom_id = reached.id
       and r.kind = 'prerequisite'`,
    [db.tenantId, atomIds],
  );
  return rows;
}

/** Returns how many were new. */
export async function insertRelations(
  db: TenantDb,
  { relations, source }: { relations: Relation[]; source: 'author' | 'import' },
): Promise<number> {
  const { count } = await db.query(
    `insert into atom_relation (tenant_id, from_atom_id, to_atom_id, kind, source)
     select $1, x."from", x."to", x.kind, $3
     from jsonb_to_recordset($2::jsonb) as x("from" uuid, "to" uuid, kind text)
     on conflict do nothing`,
    [db.tenantId, storableJson(relations), source],
  );
  return count;
}

export async function deleteRelation(db: TenantDb, relation: Relation): Promise<boolean> {
  const { count } = await db.query(
    `delete from atom_relation
     where tenant_id = $1 and from_atom_id = $2 and to_atom_id = $3 and kind = $4`,
    [db.tenantId, relation.from, relation.to, relation.kind],
  );
  return count > 0;
}

/** Relations that start or end at the atom. */
export async function listRelations(db: TenantDb, atomId: string): Promise<Relation[]> {
  const { rows } = await db.query<{ from: string; to: string; kind: RelationKind }>(
    `select from_atom_id as "from", to_atom_id as "to", kind from atom_relation
     where tenant_id = $1 and from_atom_id = $2
     union
     select from_atom_id, to_atom_id, kind from atom_relation
     where tenant_id = $1 and to_atom_id = $2
     order by 1, 2, 3`,
    [db.tenantId, atomId],
  );
  return rows;
}

/** Titles of atoms that are there, by id. */
export async function findTitles(db: TenantDb, atomIds: string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; title: string }>(
    'select id, title from atom where tenant_id = $1 and id = any ($2) and deleted_at is null',
    [db.tenantId, atomIds],
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Two transactions that each add half of a cycle wait for one another. */
export async function lockPrerequisites(db: TenantDb): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [db.tenantId]);
}
