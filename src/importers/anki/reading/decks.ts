import type { DeckEntry } from '../../../core/decks/deck-document.ts';
import { idValue } from '../collection/cell.ts';
import type { AnkiDeck } from '../collection/collection-content.ts';

/** Anki makes this deck in every collection; it says nothing when no card is in it. */
const DEFAULT_DECK = '1';
const DEEPEST = 20;
const LONGEST_NAME = 400;
const LONGEST_DESCRIPTION = 1_000_000;

export interface DeckMap {
  entries: DeckEntry[];
  /** Key of the deck where a card is at home: a filtered deck only borrows its cards. */
  keyOf(deckId: string, homeDeckId: string): string;
}

/** @param occupied ids of the decks that are some card's home. */
export function mapDecks(decks: AnkiDeck[], occupied: ReadonlySet<string>): DeckMap {
  const known = new Map(decks.map((deck) => [deck.id, deck]));
  const lost = [...occupied].some((id) => !known.has(id));
  if (lost && !known.has(DEFAULT_DECK)) known.set(DEFAULT_DECK, defaultDeck());
  const kept = [...known.values()].filter(({ id, filtered }) => {
    if (occupied.has(id) || (lost && id === DEFAULT_DECK)) return true;
    return !filtered && id !== DEFAULT_DECK;
  });
  return {
    entries: kept.map(entryOf),
    keyOf: (deckId, homeDeckId) => {
      const home = homeOf(deckId, homeDeckId);
      return deckKey(known.has(home) ? home : DEFAULT_DECK);
    },
  };
}

/** `odid` is set while a card is on loan to a filtered deck. */
function homeOf(deckId: string, homeDeckId: string): string {
  return homeDeckId === '0' || homeDeckId === '' ? deckId : homeDeckId;
}

function deckKey(id: string): string {
  return `anki:${id}`;
}

function entryOf({ id, path, description, source }: AnkiDeck): DeckEntry {
  const names = path.map((name) => name.trim().slice(0, LONGEST_NAME) || 'blank');
  const deepest = names
    .slice(DEEPEST - 1)
    .join('::')
    .slice(0, LONGEST_NAME);
  return {
    key: deckKey(id),
    path: names.length > DEEPEST ? [...names.slice(0, DEEPEST - 1), deepest] : names,
    ...(description === '' ? {} : { description: description.slice(0, LONGEST_DESCRIPTION) }),
    source: { did: idValue(id), ...source },
  };
}

function defaultDeck(): AnkiDeck {
  return { id: DEFAULT_DECK, path: ['Default'], filtered: false, description: '', source: {} };
}
