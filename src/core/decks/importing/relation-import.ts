import type { TenantDb } from '../../../platform/database/database.ts';
import type { Relation, RelationKind } from '../relations/relation.store.ts';
import { addRelations } from '../relations/relation.ts';
import { findKnownAtoms } from './atom-import.store.ts';
import type { ContentRelation } from './content-batch.ts';
import { importKey } from './import-key.ts';
import { addProblem } from './import-report.ts';
import type { ImportScope } from './import-scope.ts';

const KINDS: readonly string[] = ['prerequisite', 'dependency', 'related'] satisfies RelationKind[];

/** Relates the file's atoms; what cannot be related is told in the report. */
export async function importRelations(
  db: TenantDb,
  entries: ContentRelation[],
  { system, report }: ImportScope,
): Promise<void> {
  const keys = [...new Set(entries.flatMap(({ from, to }) => [importKey(from), importKey(to)]))];
  const atoms = await findKnownAtoms(db, { system, keys });
  const at = new Map<Relation, string>();
  for (const entry of entries) {
    const place = `relation ${entry.from} → ${entry.to}`;
    const from = atoms.get(importKey(entry.from));
    const to = atoms.get(importKey(entry.to));
    if (from && to && isKind(entry.kind)) {
      at.set({ from: from.id, to: to.id, kind: entry.kind }, place);
      continue;
    }
    const missing = from ? entry.to : entry.from;
    const reason = from && to ? `no relation is called "${entry.kind}"` : `no atom "${missing}"`;
    addProblem(report, { at: place, severity: 'failed', reason });
  }
  const { refused } = await addRelations(db, { relations: [...at.keys()], source: 'import' });
  for (const { relation, reason } of refused) {
    addProblem(report, { at: at.get(relation) ?? '', severity: 'failed', reason });
  }
}

function isKind(kind: string): kind is RelationKind {
  return KINDS.includes(kind);
}
