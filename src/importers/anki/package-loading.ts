import type { AtomEntry, DeckEntry, NoteTypeDocument } from '../../core/decks/deck-document.ts';
import type { ImportedCardState, ImportedReview } from '../../core/study/imported-history.ts';
import type { ImportedMedia, ImportProblem } from '../import-source.ts';
import { readApkg } from './apkg-reader.ts';

export interface LoadedPackage {
  decks: DeckEntry[];
  noteTypes: NoteTypeDocument[];
  media: ImportedMedia[];
  atoms: AtomEntry[];
  reviews: ImportedReview[];
  states: ImportedCardState[];
  problems: ImportProblem[];
}

/** For tests: all batches of a package together. Checks that none is larger than promised. */
export async function loadPackage(
  path: string,
  workDir: string,
  scheduling: 'keep' | 'drop' = 'keep',
): Promise<LoadedPackage> {
  const all: LoadedPackage = {
    ...{ decks: [], noteTypes: [], media: [], atoms: [] },
    ...{ reviews: [], states: [], problems: [] },
  };
  for await (const batch of readApkg(path, { fileName: 'x.apkg', workDir, scheduling })) {
    if (batch.type === 'decks') {
      all.decks.push(...batch.decks);
      all.noteTypes.push(...batch.noteTypes);
    } else if (batch.type === 'media') all.media.push(...limited(batch.media, 500));
    else if (batch.type === 'atoms') all.atoms.push(...limited(batch.atoms, 500));
    else if (batch.type === 'problems') all.problems.push(...limited(batch.problems, 1000));
    else if (batch.type === 'history') {
      all.reviews.push(...limited(batch.reviews, 5000));
      all.states.push(...limited(batch.states, 5000));
    }
  }
  return all;
}

function limited<Item>(items: Item[], most: number): Item[] {
  if (items.length > most) throw new Error(`a batch of ${items.length}; ${most} are promised`);
  return items;
}
