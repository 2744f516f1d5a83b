import { storableText } from '../../../platform/storable-json.ts';
import type { AtomEntry, NoteTypeDocument } from '../deck-document.ts';
import { mediaPath } from '../media-name.ts';
import { noteTypeHash } from '../note-types/note-type-hash.ts';
import { renderAtom } from '../rendering/render-atom.ts';
import type { ContentAtom, ContentBatch, SourceBatch } from './content-batch.ts';

/** Characters of an atom's source and of all that is made of it; larger ones are refused. */
const LARGEST_ATOM = 4_000_000;

export interface ContentRenderer {
  /** Renders the batch's atoms; decks, note types and media pass through and are remembered. */
  render(batch: SourceBatch): ContentBatch;
}

/** The part of an import that costs CPU time: pure, so that it can run in a worker thread. */
export function createContentRenderer(): ContentRenderer {
  const paths = new Map<string, string[]>();
  const noteTypes = new Map<string, { document: NoteTypeDocument; hash: string }>();
  const media = new Map<string, { path: string; sha256: string }>();

  function renderEntry(entry: AtomEntry): ContentAtom {
    const used = new Map<string, string>();
    const noteType = entry.body.type === 'note' ? noteTypes.get(entry.body.noteType) : undefined;
    const resolve = (name: string) => {
      const file = media.get(name);
      if (file) used.set(name, file.sha256);
      return file?.path;
    };
    const size = JSON.stringify(entry.body).length;
    if (size > LARGEST_ATOM) return { entry, failure: `too large: ${size} characters` };
    const deckPath = paths.get(entry.deck);
    if (!deckPath) return { entry, failure: `no deck has the key "${entry.deck}"` };
    if (entry.body.type === 'note' && !noteType) {
      return { entry, failure: `no note type has the key "${entry.body.noteType}"` };
    }
    const rendered = renderAtom({ ...entry, deckPath }, noteType?.document, resolve);
    const length = JSON.stringify(rendered).length;
    if (length > LARGEST_ATOM)
      return { entry, failure: `too large when shown: ${length} characters` };
    const assets = [...used].map(([name, sha256]) => ({ name: storableText(name), sha256 }));
    return { entry, rendered, assets, noteTypeHash: noteType?.hash };
  }

  function renderOrFail(entry: AtomEntry): ContentAtom {
    try {
      return renderEntry(entry);
    } catch (error) {
      return {
        entry,
        failure: `cannot be shown: ${error instanceof Error ? error.message : error}`,
      };
    }
  }

  return {
    render(batch) {
      if (batch.type === 'atoms') return { ...batch, atoms: batch.atoms.map(renderOrFail) };
      if (batch.type === 'decks') {
        for (const { key, path } of batch.decks) paths.set(key, path);
        for (const document of batch.noteTypes) {
          noteTypes.set(document.key, { document, hash: noteTypeHash(document) });
        }
      }
      if (batch.type === 'media') {
        for (const file of batch.media) {
          media.set(file.name, { path: mediaPath(file), sha256: file.sha256 });
        }
      }
      return batch;
    },
  };
}
