import type { AtomEntry } from '../../core/decks/deck-document.ts';
import type {
  ImportBatch,
  ImportedMedia,
  ImportInspection,
  ImportOptions,
  ImportProblem,
} from '../import-source.ts';
import {
  countRows,
  distinctIds,
  type OpenedCollection,
  openPackage,
} from './collection/collection.ts';
import { unpackMedia } from './package/media-files.ts';
import { readMediaMap } from './package/media-map.ts';
import { mapDecks } from './reading/decks.ts';
import { readHistory } from './reading/history.ts';
import { mapNoteTypes } from './reading/note-types.ts';
import { readNotes, supersededNotes } from './reading/notes.ts';

const MEDIA_BATCH = 100;
const ATOM_BATCH = 500;
const PROBLEM_BATCH = 500;

/**
 * What an `.apkg` or `.colpkg` holds. Opens and checks the whole collection, so a hostile file is
 * refused here.
 * @throws {ImportRefusedError}
 */
export async function inspectApkg(
  path: string,
  { workDir }: Pick<ImportOptions, 'workDir'>,
): Promise<ImportInspection> {
  const opened = await openPackage(path, workDir);
  try {
    const media = await readMediaMap(opened.source);
    const { database } = opened;
    return {
      kind: 'apkg',
      totals: {
        notes: countRows(database, 'notes'),
        cards: countRows(database, 'cards'),
        reviews: countRows(database, 'revlog'),
        media: media.length,
      },
    };
  } finally {
    await opened.close();
  }
}

/**
 * Reads an `.apkg` or `.colpkg` of any version: decks and note types, media, notes, then the review
 * log and card states (with `scheduling: 'keep'`).
 * @throws {ImportRefusedError}
 */
export async function* readApkg(path: string, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const opened = await openPackage(path, options.workDir);
  try {
    yield* readContent(opened, options);
  } finally {
    await opened.close();
  }
}

async function* readContent(
  { source, database, content }: OpenedCollection,
  { scheduling, workDir }: ImportOptions,
): AsyncGenerator<ImportBatch> {
  const homes = 'SELECT CASE WHEN odid <> 0 THEN odid ELSE did END AS id FROM cards';
  const decks = mapDecks(content.decks, distinctIds(database, homes));
  const noteTypes = mapNoteTypes(
    content.noteTypes,
    distinctIds(database, 'SELECT mid AS id FROM notes'),
  );
  yield { type: 'decks', decks: decks.entries, noteTypes: noteTypes.documents };
  if (noteTypes.problems.length > 0) yield { type: 'problems', problems: noteTypes.problems };
  yield* mediaBatches(source, workDir);
  const leftOut = new Set<string>();
  const superseded = supersededNotes(database);
  const { created } = content;
  let atoms: AtomEntry[] = [];
  let problems: ImportProblem[] = [];
  for (const note of readNotes({ database, decks, noteTypes, scheduling, created, superseded })) {
    for (const cid of note.leftOut) leftOut.add(cid);
    problems.push(...note.problems);
    if (note.atom) atoms.push(note.atom);
    if (atoms.length === ATOM_BATCH) {
      yield { type: 'atoms', atoms };
      atoms = [];
    }
    if (problems.length >= PROBLEM_BATCH) {
      yield { type: 'problems', problems };
      problems = [];
    }
  }
  if (atoms.length > 0) yield { type: 'atoms', atoms };
  if (problems.length > 0) yield { type: 'problems', problems };
  if (scheduling === 'keep') yield* readHistory({ database, created, leftOut });
}

async function* mediaBatches(
  source: OpenedCollection['source'],
  workDir: string,
): AsyncGenerator<ImportBatch> {
  let media: ImportedMedia[] = [];
  let problems: ImportProblem[] = [];
  for await (const unpacked of unpackMedia(source, await readMediaMap(source), workDir)) {
    if (unpacked.type === 'problem') problems.push(unpacked.problem);
    else media.push(unpacked.media);
    if (media.length === MEDIA_BATCH) {
      yield { type: 'media', media };
      media = [];
    }
    if (problems.length === PROBLEM_BATCH) {
      yield { type: 'problems', problems };
      problems = [];
    }
  }
  if (media.length > 0) yield { type: 'media', media };
  if (problems.length > 0) yield { type: 'problems', problems };
}
