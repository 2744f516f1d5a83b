import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';

export interface SeededStudy {
  personId: string;
  deckId: string;
  promptIds: string[];
}

/** A person and a published deck of plain flash cards, for tests. */
export async function seedStudy(
  db: TenantDb,
  { prompts }: { prompts: number },
): Promise<SeededStudy> {
  const tenant = db.tenantId;
  const [personId, deckId] = [uuidv7(), uuidv7()];
  const promptIds: string[] = [];
  await db.query(
    `insert into person (tenant_id, id, display_name, time_zone) values ($1, $2, 'Ada', 'Europe/Berlin')`,
    [tenant, personId],
  );
  await db.query(
    `insert into deck (tenant_id, id, title, path, status, revision) values ($1, $2, $3, $3, 'published', 1)`,
    [tenant, deckId, `Seed ${deckId}`],
  );
  await db.query(
    `insert into deck_revision (tenant_id, deck_id, n, id, hash, title, language, styles, atoms, prompts)
     values ($1, $2, 1, $3, '', 'Seed', 'en', '', $4, $4)`,
    [tenant, deckId, uuidv7(), prompts],
  );
  for (let i = 0; i < prompts; i++) {
    const [atomId, promptId] = [uuidv7(), uuidv7()];
    const rendered = [
      { ord: 0, name: 'Card', item: { kind: 'flashcard', front: `Q${i}`, back: `A${i}` } },
    ];
    await db.query(
      `insert into atom (tenant_id, id, deck_id, kind, position, revision, title, plain_text, guid, modified_at)
       values ($1, $2, $3, 'flashcard', $4, 1, $5, $5, $5, now())`,
      [tenant, atomId, deckId, i, `Q${i}`],
    );
    await db.query(
      `insert into atom_revision (tenant_id, atom_id, n, body, rendered, hash, origin) values ($1, $2, 1, '{}', $3, '', 'author')`,
      [tenant, atomId, JSON.stringify(rendered)],
    );
    await db.query(
      `insert into prompt (tenant_id, id, atom_id, ord, deck_id, name, kind) values ($1, $2, $3, 0, $4, 'Card', 'flashcard')`,
      [tenant, promptId, atomId, deckId],
    );
    await db.query(
      `insert into deck_revision_atom (tenant_id, deck_id, n, position, atom_id, atom_revision, prompt_ids)
       values ($1, $2, 1, $3, $4, 1, $5)`,
      [tenant, deckId, i, atomId, [promptId]],
    );
    promptIds.push(promptId);
  }
  return { personId, deckId, promptIds };
}
