import type { TenantDb } from '../../../platform/database/database.ts';
import type { AtomBody } from '../deck-document.ts';
import type { AtomKind } from './atom-write.ts';

export interface Prompt {
  id: string;
  ord: number;
  deckId: string;
  name: string;
  kind: string;
  retired: boolean;
}

export interface Atom {
  id: string;
  deckId: string;
  kind: AtomKind;
  title: string;
  body: AtomBody;
  tags: string[];
  language: string | null;
  difficulty: number | null;
  estimatedSeconds: number | null;
  position: number;
  revision: number;
  prompts: Prompt[];
  version: number;
  modifiedAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

type AtomRow = Atom & Record<string, unknown>;

const ATOM = `a.id, a.deck_id as "deckId", a.kind, a.title, v.body, a.tags, a.language, a.difficulty,
  a.estimated_seconds as "estimatedSeconds", a.position, a.revision, a.version,
  a.modified_at as "modifiedAt", a.created_at as "createdAt", a.updated_at as "updatedAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'ord', p.ord, 'deckId', p.deck_id,
      'name', p.name, 'kind', p.kind, 'retired', p.retired_at is not null) order by p.ord)
    from prompt p where p.tenant_id = $1 and p.atom_id = a.id), '[]') as prompts`;
const CURRENT = `join atom_revision v on v.tenant_id = $1 and v.atom_id = a.id and v.n = a.revision`;

/** Where a page ends. */
export type AtomCursor = readonly [position: number, id: string];

/** Atoms of a deck in their order; `q` is part of the text, in either case. */
export async function listAtoms(
  db: TenantDb,
  {
    deckId,
    q,
    after,
    limit,
  }: { deckId: string; q?: string | undefined; after?: AtomCursor | undefined; limit: number },
): Promise<{ rows: Atom[]; next: AtomCursor | null }> {
  const [position, id] = after ?? [null, null];
  const { rows } = await db.query<AtomRow>(
    `select ${ATOM} from atom a ${CURRENT}
     where a.tenant_id = $1 and a.deck_id = $2 and a.deleted_at is null
       and ($3::integer is null or (a.position, a.id) > ($3, $4::uuid))
       and ($5::text is null or strpos(lower(a.plain_text), lower($5)) > 0)
     order by a.position, a.id limit $6`,
    [db.tenantId, deckId, position, id, q ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? [last.position, last.id] : null };
}

export async function findAtom(db: TenantDb, id: string): Promise<Atom | undefined> {
  const { rows } = await db.query<AtomRow>(
    `select ${ATOM} from atom a ${CURRENT}
     where a.tenant_id = $1 and a.id = $2 and a.deleted_at is null`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** What an edit needs beside the atom itself. */
export interface AtomOrigin {
  guid: string;
  source: Record<string, unknown> | null;
  customTitle: string | null;
  hash: string;
}

/** Held against other changes until the end of the transaction. */
export async function lockAtom(db: TenantDb, id: string): Promise<(Atom & AtomOrigin) | undefined> {
  const { rows } = await db.query<AtomRow & AtomOrigin>(
    `select ${ATOM}, a.guid, a.source, v.title as "customTitle", v.hash
     from atom a ${CURRENT}
     where a.tenant_id = $1 and a.id = $2 and a.deleted_at is null for update of a`,
    [db.tenantId, id],
  );
  return rows[0];
}

/** Hides an atom from its deck's next revision; published ones and study histories keep it. */
export async function markDeleted(db: TenantDb, id: string): Promise<void> {
  await db.query(
    `update atom set deleted_at = now(), modified_at = now(), updated_at = now(),
       version = version + 1
     where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  await db.query(
    `update prompt set retired_at = now()
     where tenant_id = $1 and atom_id = $2 and retired_at is null`,
    [db.tenantId, id],
  );
}
