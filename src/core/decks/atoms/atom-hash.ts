import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../platform/storable-json.ts';
import type { AtomBody } from '../deck-document.ts';

export interface HashedAtom {
  /** With the hub's own id of its note type. */
  body: AtomBody;
  noteTypeHash: string | undefined;
  title: string | undefined;
  tags: string[];
  language: string | undefined;
  deckId: string;
  /** Decks of prompts that live elsewhere than the atom. */
  promptDecks: { ord: number; deckId: string }[];
  assets: { name: string; sha256: string }[];
}

/** Equal when nothing that an author can change differs. */
export function atomHash(atom: HashedAtom): string {
  const elsewhere = atom.promptDecks
    .filter(({ deckId }) => deckId !== atom.deckId)
    .map(({ ord, deckId }) => ({ ord, deckId }));
  const content = {
    ...atom,
    promptDecks: elsewhere.sort((a, b) => a.ord - b.ord),
    assets: [...atom.assets].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
