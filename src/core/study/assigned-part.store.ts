import type { TenantDb } from '../../platform/database/database.ts';

/** Those of the decks' atoms that have one of the tags. */
export async function listTaggedAtoms(
  db: TenantDb,
  { deckIds, tags }: { deckIds: readonly string[]; tags: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    'select id from atom where tenant_id = $1 and deck_id = any ($2) and tags && $3',
    [db.tenantId, deckIds, tags],
  );
  return new Set(rows.map(({ id }) => id));
}

export interface DeckTag {
  tag: string;
  /** Published prompts that have it. */
  prompts: number;
}

/** Tags of the decks' published atoms, those of most prompts first. */
export async function listDeckTags(
  db: TenantDb,
  { deckIds, limit }: { deckIds: readonly string[]; limit: number },
): Promise<DeckTag[]> {
  const { rows } = await db.query<DeckTag>(
    `select t.tag, sum(cardinality(r.prompt_ids))::integer as prompts
     from deck d
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = d.id and r.n = d.revision
       join atom a on a.tenant_id = $1 and a.id = r.atom_id
       cross join lateral unnest(a.tags) as t(tag)
     where d.tenant_id = $1 and d.id = any ($2)
     group by t.tag order by prompts desc, t.tag limit $3`,
    [db.tenantId, deckIds, limit],
  );
  return rows;
}
