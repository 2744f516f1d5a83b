import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import { indexAtoms } from '../searching/search-index.store.ts';
import type { AtomWrite } from './atom-write.ts';

/** Stores new atoms, each with its first revision and prompts; pipelined, none waits for another. */
export async function insertAtoms(db: TenantDb, writes: AtomWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const inserted = db.query(
    `insert into atom (tenant_id, ${ATOM_COLUMNS})
     select $1, ${ATOM_COLUMNS} from jsonb_to_recordset($2::jsonb) as x(${ATOM_TYPES})`,
    [db.tenantId, storableJson(writes.map(atomRow))],
  );
  await Promise.all([inserted, ...writeRevisions(db, writes, 'new')]);
}

/** Stores a further revision of existing atoms; prompts that are gone are retired. */
export async function updateAtoms(db: TenantDb, writes: AtomWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const updated = db.query(
    `update atom a set (${ATOM_COLUMNS}) = (select ${ATOM_COLUMNS.split(', ')
      .map((name) => `x.${name}`)
      .join(', ')}), deleted_at = null, version = a.version + 1, updated_at = now()
     from jsonb_to_recordset($2::jsonb) as x(${ATOM_TYPES})
     where a.tenant_id = $1 and a.id = x.id`,
    [db.tenantId, storableJson(writes.map(atomRow))],
  );
  const retired = db.query(
    `update prompt p set retired_at = now()
     from jsonb_to_recordset($2::jsonb) as x(id uuid, ords integer[])
     where p.tenant_id = $1 and p.atom_id = x.id and p.ord <> all (x.ords) and p.retired_at is null`,
    [
      db.tenantId,
      storableJson(writes.map(({ id, prompts }) => ({ id, ords: prompts.map(({ ord }) => ord) }))),
    ],
  );
  const unused = db.query('delete from atom_asset where tenant_id = $1 and atom_id = any ($2)', [
    db.tenantId,
    writes.map(({ id }) => id),
  ]);
  await Promise.all([updated, retired, unused, ...writeRevisions(db, writes, 'changed')]);
}

const ATOM_COLUMNS =
  'id, deck_id, kind, position, revision, title, plain_text, tags, language, difficulty, estimated_seconds, guid, source, modified_at';
const ATOM_TYPES = `id uuid, deck_id uuid, kind text, position integer, revision integer, title text,
  plain_text text, tags text[], language text, difficulty real, estimated_seconds integer, guid text,
  source jsonb, modified_at timestamptz`;

function atomRow(write: AtomWrite) {
  return {
    id: write.id,
    deck_id: write.deckId,
    kind: write.kind,
    position: write.position,
    revision: write.revision,
    title: write.title,
    plain_text: write.plainText,
    tags: write.tags,
    language: write.language,
    difficulty: write.difficulty,
    estimated_seconds: write.estimatedSeconds,
    guid: write.guid,
    source: write.source,
    modified_at: write.modifiedAt,
  };
}

function writeRevisions(
  db: TenantDb,
  writes: AtomWrite[],
  atoms: 'new' | 'changed',
): Promise<unknown>[] {
  const prompts = writes.flatMap((write) =>
    write.prompts.map(({ deckId, ...prompt }) => ({
      ...prompt,
      atom_id: write.id,
      deck_id: deckId,
    })),
  );
  const assets = writes.flatMap(({ id, assets }) => assets.map((asset) => ({ ...asset, id })));
  return [
    db.query(
      `insert into atom_revision (tenant_id, atom_id, n, title, body, note_type_id, rendered, style_hash, hash, origin)
       select $1, x.id, x.n, x.title, x.body, x.note_type_id, x.rendered, x.style_hash, x.hash, x.origin
       from jsonb_to_recordset($2::jsonb) as x(id uuid, n integer, title text, body jsonb, note_type_id uuid,
         rendered jsonb, style_hash text, hash text, origin text)`,
      [db.tenantId, storableJson(writes.map(revisionRow))],
    ),
    db.query(
      `insert into prompt (tenant_id, id, atom_id, ord, deck_id, name, kind, source, retired_at)
       select $1, x.id, x.atom_id, x.ord, x.deck_id, x.name, x.kind, x.source,
         case when x.retired then now() end
       from jsonb_to_recordset($2::jsonb) as x(id uuid, atom_id uuid, ord integer, deck_id uuid,
         name text, kind text, source jsonb, retired boolean)
       ${atoms === 'new' ? '' : overKnownPrompts}`,
      [db.tenantId, storableJson(prompts)],
    ),
    ...(assets.length > 0 ? [insertAssetNames(db, assets)] : []),
    indexAtoms(db, writes, atoms),
  ];
}

const overKnownPrompts = `on conflict (tenant_id, atom_id, ord) do update
  set deck_id = excluded.deck_id, name = excluded.name, kind = excluded.kind,
    source = coalesce(excluded.source, prompt.source), retired_at = excluded.retired_at`;

function revisionRow(write: AtomWrite) {
  return {
    id: write.id,
    n: write.revision,
    title: write.customTitle,
    body: write.body,
    note_type_id: write.noteTypeId,
    rendered: write.items,
    style_hash: write.styleHash,
    hash: write.hash,
    origin: write.origin,
  };
}

function insertAssetNames(
  db: TenantDb,
  assets: { id: string; name: string; sha256: string }[],
): Promise<unknown> {
  return db.query(
    `insert into atom_asset (tenant_id, atom_id, name, sha256)
     select $1, x.id, x.name, x.sha256
     from jsonb_to_recordset($2::jsonb) as x(id uuid, name text, sha256 text)
     on conflict do nothing`,
    [db.tenantId, storableJson(assets)],
  );
}
