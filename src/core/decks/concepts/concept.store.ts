import type { TenantDb } from '../../../platform/database/database.ts';

export interface Concept {
  id: string;
  name: string;
  description: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

type ConceptRow = Concept & Record<string, unknown>;

const CONCEPT = `id, name, description, version, created_at as "createdAt", updated_at as "updatedAt"`;

/** In the order of their making; `q` is part of the name, in either case. */
export async function listConcepts(
  db: TenantDb,
  { q, after, limit }: { q?: string | undefined; after?: string | undefined; limit: number },
): Promise<Concept[]> {
  const { rows } = await db.query<ConceptRow>(
    `select ${CONCEPT} from concept
     where tenant_id = $1 and ($2::uuid is null or id > $2)
       and ($3::text is null or strpos(lower(name), lower($3)) > 0)
     order by id limit $4`,
    [db.tenantId, after ?? null, q ?? null, limit],
  );
  return rows;
}

export async function findConcept(db: TenantDb, id: string): Promise<Concept | undefined> {
  const { rows } = await db.query<ConceptRow>(
    `select ${CONCEPT} from concept where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

type ConceptDetails = Pick<Concept, 'id' | 'name' | 'description'>;

/** Nothing where the name is taken. */
export async function insertConcept(
  db: TenantDb,
  { id, name, description }: ConceptDetails,
): Promise<Concept | undefined> {
  const { rows } = await db.query<ConceptRow>(
    `insert into concept (tenant_id, id, name, description) values ($1, $2, $3, $4)
     on conflict (tenant_id, name) do nothing returning ${CONCEPT}`,
    [db.tenantId, id, name, description],
  );
  return rows[0];
}

/** Nothing where another concept has the name. */
export async function updateConceptRow(
  db: TenantDb,
  { id, name, description }: ConceptDetails,
): Promise<Concept | undefined> {
  const { rows } = await db.query<ConceptRow>(
    `update concept set name = $3, description = $4, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2
       and not exists (select from concept o where o.tenant_id = $1 and o.name = $3 and o.id <> $2)
     returning ${CONCEPT}`,
    [db.tenantId, id, name, description],
  );
  return rows[0];
}

export async function deleteConceptRow(db: TenantDb, id: string): Promise<void> {
  await db.query('delete from concept where tenant_id = $1 and id = $2', [db.tenantId, id]);
}

export interface AtomConcept {
  conceptId: string;
  name: string;
  role: 'introduces' | 'uses';
  weight: number;
}

export async function listAtomConcepts(db: TenantDb, atomId: string): Promise<AtomConcept[]> {
  const { rows } = await db.query<AtomConcept & Record<string, unknown>>(
    `select u.concept_id as "conceptId", c.name, u.role, u.weight
     from atom_concept u join concept c on c.tenant_id = $1 and c.id = u.concept_id
     where u.tenant_id = $1 and u.atom_id = $2 order by c.name, c.id`,
    [db.tenantId, atomId],
  );
  return rows;
}

export async function putAtomConcept(
  db: TenantDb,
  link: { atomId: string; conceptId: string; role: AtomConcept['role']; weight: number },
): Promise<void> {
  await db.query(
    `insert into atom_concept (tenant_id, atom_id, concept_id, role, weight)
     values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, atom_id, concept_id) do update set role = excluded.role, weight = excluded.weight`,
    [db.tenantId, link.atomId, link.conceptId, link.role, link.weight],
  );
}

/** False where there was no such link. */
export async function deleteAtomConcept(
  db: TenantDb,
  { atomId, conceptId }: { atomId: string; conceptId: string },
): Promise<boolean> {
  const { count } = await db.query(
    'delete from atom_concept where tenant_id = $1 and atom_id = $2 and concept_id = $3',
    [db.tenantId, atomId, conceptId],
  );
  return count > 0;
}
