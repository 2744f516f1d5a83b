import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { getAtom } from '../atoms/atom.ts';
import type { CreateConcept, PutAtomConcept, UpdateConcept } from './concept.schema.ts';
import {
  type AtomConcept,
  type Concept,
  deleteConceptRow,
  findConcept,
  insertConcept,
  listAtomConcepts,
  putAtomConcept,
  updateConceptRow,
} from './concept.store.ts';

/** @throws DomainError `not_found` */
export async function getConcept(db: TenantDb, id: string): Promise<Concept> {
  const concept = await findConcept(db, id);
  if (!concept) throw new DomainError('not_found', `there is no concept ${id}`);
  return concept;
}

/** @throws DomainError `conflict` for a name that is taken */
export async function createConcept(db: TenantDb, input: CreateConcept): Promise<Concept> {
  const { name, description = null } = input;
  return (await insertConcept(db, { id: uuidv7(), name, description })) ?? taken(name);
}

/** @throws DomainError `not_found`, `version_mismatch`, `conflict` for a name that is taken */
export async function updateConcept(
  db: TenantDb,
  { id, version, changes }: { id: string; version?: number | undefined; changes: UpdateConcept },
): Promise<Concept> {
  const concept = await requireConcept(db, id, version);
  const next = { ...concept, ...changes };
  return (await updateConceptRow(db, next)) ?? taken(next.name);
}

/** Deletes a concept and its links. @throws DomainError `not_found`, `version_mismatch` */
export async function deleteConcept(
  db: TenantDb,
  { id, version }: { id: string; version?: number | undefined },
): Promise<void> {
  await requireConcept(db, id, version);
  await deleteConceptRow(db, id);
}

/** Says what an atom has to do with a concept. @throws DomainError `not_found` */
export async function linkConcept(
  db: TenantDb,
  { atomId, conceptId, link }: { atomId: string; conceptId: string; link: PutAtomConcept },
): Promise<AtomConcept[]> {
  await Promise.all([getAtom(db, atomId), getConcept(db, conceptId)]);
  await putAtomConcept(db, { atomId, conceptId, role: link.role, weight: link.weight ?? 1 });
  return listAtomConcepts(db, atomId);
}

async function requireConcept(
  db: TenantDb,
  id: string,
  version: number | undefined,
): Promise<Concept> {
  const concept = await getConcept(db, id);
  if (version !== undefined && version !== concept.version) {
    throw new DomainError(
      'version_mismatch',
      `the concept has changed: it is at version ${concept.version}`,
    );
  }
  return concept;
}

function taken(name: string): never {
  throw new DomainError('conflict', `there is a concept called "${name}" already`, '/name');
}
