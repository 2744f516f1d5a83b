import type { TenantDb } from '../../../platform/database/database.ts';
import { storableJson } from '../../../platform/storable-json.ts';
import type { NoteTypeDocument } from '../deck-document.ts';

export interface NoteTypeWrite {
  id: string;
  document: NoteTypeDocument;
  hash: string;
}

export async function writeNoteTypes(db: TenantDb, writes: NoteTypeWrite[]): Promise<void> {
  await db.query(
    `insert into note_type (tenant_id, id, name, kind, definition, hash)
     select $1, x.id, x.document->>'name', x.document->>'kind', x.document, x.hash
     from jsonb_to_recordset($2::jsonb) as x(id uuid, document jsonb, hash text)
     on conflict (tenant_id, id) do update set name = excluded.name, kind = excluded.kind,
       definition = excluded.definition, hash = excluded.hash, updated_at = now()`,
    [db.tenantId, storableJson(writes)],
  );
}

/** Scoped CSS by its hash. */
export async function writeStyles(
  db: TenantDb,
  styles: { hash: string; css: string }[],
): Promise<void> {
  await db.query(
    `insert into note_style (tenant_id, hash, css)
     select $1, x.hash, x.css from jsonb_to_recordset($2::jsonb) as x(hash text, css text)
     on conflict do nothing`,
    [db.tenantId, storableJson(styles)],
  );
}

export async function findNoteType(
  db: TenantDb,
  id: string,
): Promise<{ document: NoteTypeDocument; hash: string } | undefined> {
  const { rows } = await db.query<{ definition: NoteTypeDocument; hash: string }>(
    'select definition, hash from note_type where tenant_id = $1 and id = $2',
    [db.tenantId, id],
  );
  const [row] = rows;
  return row && { document: row.definition, hash: row.hash };
}

/** Hashes of those of the note types that are there. */
export async function findNoteTypeHashes(
  db: TenantDb,
  ids: string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; hash: string }>(
    'select id, hash from note_type where tenant_id = $1 and id = any ($2)',
    [db.tenantId, ids],
  );
  return new Map(rows.map(({ id, hash }) => [id, hash]));
}
