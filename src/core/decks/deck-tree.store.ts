import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import { joinPath } from './deck-path.ts';

export interface DeckNode {
  id: string;
  path: string;
  language: string;
  isNew: boolean;
}

interface Wanted {
  titles: string[];
  /** Of a deck that is made; else its parent's. */
  language: string | undefined;
}

const ROOT_LANGUAGE = 'en';

/** Finds decks by their titles from the root down, and makes what is missing; keyed by path. */
export async function ensureDecks(db: TenantDb, wanted: Wanted[]): Promise<Map<string, DeckNode>> {
  const nodes = new Map<string, DeckNode>();
  const depth = Math.max(0, ...wanted.map(({ titles }) => titles.length));
  for (let level = 1; level <= depth; level++) await ensureLevel(db, { wanted, level, nodes });
  return nodes;
}

async function ensureLevel(
  db: TenantDb,
  { wanted, level, nodes }: { wanted: Wanted[]; level: number; nodes: Map<string, DeckNode> },
): Promise<void> {
  const decks = new Map<
    string,
    { id: string; parent_id: string | null; title: string; path: string; language: string }
  >();
  for (const { titles, language } of wanted) {
    const title = titles[level - 1];
    const path = joinPath(titles.slice(0, level));
    // An entry for the deck itself tells its language; one below it only asks for a parent.
    const own = titles.length === level ? language : undefined;
    const known = decks.get(path);
    if (known && own) known.language = own;
    if (title === undefined || known) continue;
    const parent = nodes.get(joinPath(titles.slice(0, level - 1)));
    decks.set(path, {
      id: uuidv7(),
      parent_id: parent?.id ?? null,
      title,
      path,
      language: own ?? parent?.language ?? ROOT_LANGUAGE,
    });
  }
  const rows = storableJson([...decks.values()]);
  const [, found] = await Promise.all([
    db.query(
      `insert into deck (tenant_id, id, parent_id, title, path, language)
       select $1, x.id, x.parent_id, x.title, x.path, x.language
       from jsonb_to_recordset($2::jsonb) as x(id uuid, parent_id uuid, title text, path text, language text)
       on conflict (tenant_id, parent_id, title) do nothing`,
      [db.tenantId, rows],
    ),
    db.query<{ id: string; path: string; language: string; made: boolean }>(
      `select d.id, d.path, d.language, d.id = x.id as made
       from jsonb_to_recordset($2::jsonb) as x(id uuid, parent_id uuid, title text)
       join deck d on d.tenant_id = $1 and d.title = x.title
         and d.parent_id is not distinct from x.parent_id`,
      [db.tenantId, rows],
    ),
  ]);
  for (const { id, path, language, made } of found.rows) {
    nodes.set(path, { id, path, language, isNew: made });
  }
}
