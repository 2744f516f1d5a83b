import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../storable-json.ts';

/** A card as a file calls it. */
export interface PromptRef {
  atomKey: string;
  ord: number;
}

/** The hub's prompts of a file's cards, in the order asked; undefined where there is none. */
export async function findImportedPrompts(
  db: TenantDb,
  { system, refs }: { system: string; refs: readonly PromptRef[] },
): Promise<(string | undefined)[]> {
  const wanted = new Map(refs.map((ref) => [name(ref), ref]));
  const { rows } = await db.query<{ key: string; ord: number; id: string }>(
    `select x."atomKey" as key, p.ord, p.id
     from jsonb_to_recordset($3::jsonb) as x("atomKey" text, ord integer)
     join external_ref r on r.tenant_id = $1 and r.system = $2 and r.kind = 'atom'
       and r.key = x."atomKey"
     join prompt p on p.tenant_id = $1 and p.ord = x.ord and p.atom_id = r.entity_id`,
    [
      db.tenantId,
      system,
      storableJson([...wanted.values()].map(({ atomKey, ord }) => ({ atomKey, ord }))),
    ],
  );
  const found = new Map(rows.map(({ key, ord, id }) => [name({ atomKey: key, ord }), id]));
  return refs.map((ref) => found.get(name(ref)));
}

function name({ atomKey, ord }: PromptRef): string {
  return `${ord} ${atomKey}`;
}
