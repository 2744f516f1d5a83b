import type { TenantDb } from '../../platform/database/database.ts';

/** What a statement tells of a prompt. */
export interface PromptSubject {
  promptId: string;
  /** The player's kind of item. */
  kind: string;
  /** Of its atom. */
  title: string;
  deckId: string;
  deckTitle: string;
  /** BCP 47, of its deck. */
  language: string;
}

export async function findPromptSubjects(
  db: TenantDb,
  promptIds: readonly string[],
): Promise<Map<string, PromptSubject>> {
  const { rows } = await db.query<PromptSubject>(
    `select p.id as "promptId", p.kind, a.title, p.deck_id as "deckId", d.title as "deckTitle",
       coalesce(a.language, d.language) as language
     from prompt p
       join atom a on a.tenant_id = $1 and a.id = p.atom_id
       join deck d on d.tenant_id = $1 and d.id = p.deck_id
     where p.tenant_id = $1 and p.id = any($2)`,
    [db.tenantId, promptIds],
  );
  return new Map(rows.map((row) => [row.promptId, row]));
}
