import type { AtomEntry, DeckDocument, NoteTypeDocument } from '../../core/decks/deck-document.ts';
import type { ImportBatch, ImportInspection, ImportOptions } from '../import-source.ts';
import { createProblemLog } from '../rows/problem-log.ts';
import { checkDocument } from './document-check.ts';
import { readJsonFile } from './document-file.ts';
import { unpackMedia } from './document-media.ts';

const BATCH = 500;

/** @throws {ImportRefusedError} `too_large`, `invalid_json`, `invalid_document` */
export async function inspectJson(
  path: string,
  _options: ImportOptions,
): Promise<ImportInspection> {
  const document = checkDocument(await readJsonFile(path));
  const noteTypes = new Map(document.noteTypes?.map((noteType) => [noteType.key, noteType]));
  const cards = document.atoms.reduce((sum, atom) => sum + countCards(atom, noteTypes), 0);
  const media = document.media?.length ?? 0;
  return { kind: 'json', totals: { notes: document.atoms.length, cards, reviews: 0, media } };
}

/** The document in batches; media content is unpacked to `workDir`. */
export async function* readJson(path: string, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const {
    decks,
    noteTypes = [],
    atoms,
    media = [],
    relations = [],
  } = checkDocument(await readJsonFile(path));
  for (const slice of slices(decks)) yield { type: 'decks', decks: slice, noteTypes: [] };
  for (const slice of slices(noteTypes)) yield { type: 'decks', decks: [], noteTypes: slice };
  yield* readMedia(media, options.workDir);
  const placed = atoms.map((atom, index) => ({ ...atom, at: atom.at ?? `/atoms/${index}` }));
  for (const slice of slices(placed)) yield { type: 'atoms', atoms: slice };
  for (const slice of slices(relations)) yield { type: 'relations', relations: slice };
}

async function* readMedia(
  media: NonNullable<DeckDocument['media']>,
  workDir: string,
): AsyncGenerator<ImportBatch> {
  const problems = createProblemLog();
  for (const [index, entry] of media.entries()) {
    const at = `/media/${index}`;
    if (entry.data === undefined) {
      problems.warn(at, `"${entry.name}" comes without content`);
      continue;
    }
    const unpacked = await unpackMedia(entry, workDir);
    if ('failure' in unpacked) problems.failed(at, `"${entry.name}": ${unpacked.failure}`);
    else yield { type: 'media', media: [unpacked.media] };
  }
  yield* problems.finish();
}

function countCards({ body }: AtomEntry, noteTypes: Map<string, NoteTypeDocument>): number {
  const noteType = body.type === 'note' ? noteTypes.get(body.noteType) : undefined;
  if (noteType?.kind === 'standard') return noteType.templates.length;
  const texts = body.type === 'note' ? body.fields : body.type === 'cloze' ? [body.text] : [];
  const numbers = texts.flatMap((text) => text.match(/\{\{c\d+(?=::)/g) ?? []);
  return Math.max(1, new Set(numbers).size);
}

function* slices<Entry>(entries: Entry[]): Generator<Entry[]> {
  for (let from = 0; from < entries.length; from += BATCH) yield entries.slice(from, from + BATCH);
}
