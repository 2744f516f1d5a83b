import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { createPrerequisiteGraph } from './prerequisite-graph.ts';
import {
  findTitles,
  insertRelations,
  listPrerequisitesFrom,
  lockPrerequisites,
  type Relation,
} from './relation.store.ts';

export interface AddedRelations {
  added: number;
  existing: number;
  /** Not added; `reason` names the cycle that each would have closed. */
  refused: { relation: Relation; reason: string }[];
}

/** Adds relations one after the other; those that would close a cycle of prerequisites are refused. */
export async function addRelations(
  db: TenantDb,
  { relations, source }: { relations: Relation[]; source: 'author' | 'import' },
): Promise<AddedRelations> {
  const { accepted, cycles } = await findCycles(db, relations);
  const titles = await findTitles(
    db,
    cycles.flatMap(({ cycle }) => cycle),
  );
  const added = await insertRelations(db, { relations: accepted, source });
  const refused = cycles.map(({ relation, cycle }) => ({
    relation,
    reason: cycleReason(cycle.map((id) => titles.get(id) ?? id)),
  }));
  return { added, existing: accepted.length - added, refused };
}

/**
 * Adds one relation; the same again changes nothing.
 * @throws DomainError `prerequisite_cycle` with the titles along it, `not_found`
 */
export async function addRelation(db: TenantDb, relation: Relation): Promise<void> {
  const titles = await findTitles(db, [relation.from, relation.to]);
  for (const [field, id] of [
    ['/from', relation.from],
    ['/to', relation.to],
  ] as const) {
    if (!titles.has(id)) throw new DomainError('not_found', `there is no atom ${id}`, field);
  }
  const { refused } = await addRelations(db, { relations: [relation], source: 'author' });
  const [problem] = refused;
  if (problem) throw new DomainError('prerequisite_cycle', problem.reason, '/to');
}

async function findCycles(db: TenantDb, relations: Relation[]) {
  const ends = new Set(relations.filter(isPrerequisite).flatMap(({ from, to }) => [from, to]));
  const graph = createPrerequisiteGraph();
  if (ends.size > 0) {
    await lockPrerequisites(db);
    for (const { from, to } of await listPrerequisitesFrom(db, [...ends])) graph.add(from, to);
  }
  const accepted: Relation[] = [];
  const cycles: { relation: Relation; cycle: string[] }[] = [];
  for (const relation of relations) {
    const back = isPrerequisite(relation) ? graph.path(relation.to, relation.from) : undefined;
    if (back) {
      cycles.push({ relation, cycle: [relation.from, ...back] });
      continue;
    }
    if (isPrerequisite(relation)) graph.add(relation.from, relation.to);
    accepted.push(relation);
  }
  return { accepted, cycles };
}

function isPrerequisite({ kind }: Relation): boolean {
  return kind === 'prerequisite';
}

function cycleReason(titles: string[]): string {
  return `this would close a cycle of prerequisites: ${titles.map((title) => `"${title}"`).join(' → ')}`;
}
