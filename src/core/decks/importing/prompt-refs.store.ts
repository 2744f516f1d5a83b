import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import { type PromptRef, promptName } from './stored-prompts.ts';

/** The hub's prompts of a file's cards, by `promptName`. */
export async function findImportedPrompts(
  db: TenantDb,
  { system, refs }: { system: string; refs: readonly PromptRef[] },
): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map();
  const wanted = new Map(refs.map((ref) => [promptName(ref), ref]));
  const { rows } = await db.query<PromptRef & { id: string }>(
    `select x."atomKey", p.ord, p.id
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
  return new Map(rows.map(({ id, ...ref }) => [promptName(ref), id]));
}
