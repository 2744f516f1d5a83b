import { isUuid, uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { findRefs, lockSystem, writeRefs } from '../../external-ref.store.ts';
import type { NoteTypeDocument } from '../deck-document.ts';
import { noteStyle } from '../note-types/note-style.ts';
import { findNoteTypeHashes, writeNoteTypes, writeStyles } from '../note-types/note-type.store.ts';
import { noteTypeHash } from '../note-types/note-type-hash.ts';
import { importKey } from './import-key.ts';
import type { ImportScope } from './import-scope.ts';

/** Takes over the file's note types; the last import of one holds for later edits in the hub. */
export async function importNoteTypes(
  db: TenantDb,
  documents: NoteTypeDocument[],
  scope: ImportScope,
): Promise<void> {
  if (documents.length === 0) return;
  const { system } = scope;
  await lockSystem(db, system);
  const keys = documents.map(({ key }) => importKey(key));
  const refs = await findRefs(db, { system, kind: 'note_type', keys });
  // A file that this hub has exported calls its note types by their ids.
  const ids = keys.flatMap((key) => refs.get(key)?.entityId ?? (isUuid(key) ? key : []));
  const known = await findNoteTypeHashes(db, ids);
  const byKey = new Map(documents.map((document) => [importKey(document.key), document]));
  const noteTypes = [...byKey].map(([key, document]) => ({
    key,
    document,
    id: refs.get(key)?.entityId ?? (known.has(key) ? key : uuidv7()),
    hash: noteTypeHash(document),
    style: noteStyle(document),
  }));
  await Promise.all([
    writeNoteTypes(
      db,
      noteTypes.filter(({ id, hash }) => known.get(id) !== hash),
    ),
    writeStyles(
      db,
      noteTypes.flatMap(({ style }) => style ?? []),
    ),
    writeRefs(db, {
      system,
      kind: 'note_type',
      refs: noteTypes
        .filter(({ key }) => !refs.has(key))
        .map(({ key, id, hash }) => ({ key, entityId: id, hash })),
    }),
  ]);
  for (const { key, id, document, style } of noteTypes) {
    scope.noteTypes.set(key, { id, document, styleHash: style?.hash ?? null });
  }
}
