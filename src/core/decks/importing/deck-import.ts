import { createHash } from 'node:crypto';
import { isUuid } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { canonicalJson } from '../../../platform/storable-json.ts';
import { findRefs, lockSystem, writeRefs } from '../../external-ref.store.ts';
import type { DeckEntry } from '../deck-document.ts';
import { joinPath, normalTitles } from '../deck-path.ts';
import { ensureDecks } from '../deck-tree.store.ts';
import { sanitise } from '../rendering/html/safe-html.ts';
import { indexDecks, reindexAtomsOf } from '../searching/search-index.store.ts';
import { type DeckDetails, findDecks, updateDeckDetails } from './deck-import.store.ts';
import { importKey } from './import-key.ts';
import type { ImportOutcome } from './import-report.ts';
import type { ImportScope } from './import-scope.ts';

interface FoundDeck {
  id: string;
  language: string;
  isNew: boolean;
  /** Of the entry that it was last imported from. */
  lastHash?: string | null | undefined;
}

/**
 * Finds each entry's deck by its key, else by its place, else makes it. What an earlier import
 * called by this key stays where it has been put in the hub since.
 */
export async function importDecks(
  db: TenantDb,
  entries: DeckEntry[],
  scope: ImportScope,
): Promise<void> {
  if (entries.length === 0) return;
  await lockSystem(db, scope.system);
  const known = await findKnown(db, entries, scope);
  const missing = entries.filter(({ key }) => !known.has(importKey(key)));
  const made: Map<string, FoundDeck> = await ensureDecks(
    db,
    missing.map((entry) => ({ titles: place(entry, scope), language: entry.language })),
  );
  const decks = entries.flatMap((entry) => {
    const hash = entryHash(entry);
    const found = known.get(importKey(entry.key)) ?? made.get(joinPath(place(entry, scope)));
    return found ? [{ ...found, entry, hash, differs: found.lastHash !== hash }] : [];
  });
  const changed = await updateDeckDetails(db, decks.filter((deck) => deck.differs).map(detailsOf));
  const refs = decks
    .filter((deck) => deck.differs)
    .map(({ entry, id, hash }) => ({ key: importKey(entry.key), entityId: id, hash }));
  const stale = decks.filter(({ id, isNew }) => isNew || changed.has(id)).map(nowSpeaking);
  const parents = [...made.values()].filter(({ isNew }) => isNew);
  await Promise.all([
    writeRefs(db, { system: scope.system, kind: 'deck', refs }),
    indexDecks(db, [...new Map([...parents, ...stale].map((deck) => [deck.id, deck])).values()]),
    ...decks
      .filter((deck) => changed.has(deck.id) && nowSpeaking(deck).language !== deck.language)
      .map((deck) => reindexAtomsOf(db, nowSpeaking(deck))),
  ]);
  for (const { id } of parents) scope.deckIds.add(id);
  const counted = new Set<string>();
  for (const deck of decks) {
    const { key, path } = deck.entry;
    scope.decks.set(importKey(key), { ...nowSpeaking(deck), path });
    scope.deckIds.add(deck.id);
    if (!counted.has(deck.id)) scope.report.decks[outcomeOf(deck, changed)]++;
    counted.add(deck.id);
  }
}

async function findKnown(
  db: TenantDb,
  entries: DeckEntry[],
  { system }: ImportScope,
): Promise<Map<string, FoundDeck>> {
  const keys = entries.map(({ key }) => importKey(key));
  const refs = await findRefs(db, { system, kind: 'deck', keys });
  // A file that this hub has exported calls its decks by their ids.
  const ids = keys.flatMap((key) => refs.get(key)?.entityId ?? (isUuid(key) ? key : []));
  const decks =
    ids.length > 0 ? await findDecks(db, ids) : new Map<string, { id: string; language: string }>();
  return new Map(
    keys.flatMap((key) => {
      const ref = refs.get(key);
      const deck = decks.get(ref?.entityId ?? key);
      return deck ? [[key, { ...deck, isNew: false, lastHash: ref?.hash }] as const] : [];
    }),
  );
}

function place({ path }: DeckEntry, { target }: ImportScope): string[] {
  return [...target, ...normalTitles(path)];
}

/** What the source keeps beside (limits, scheduling options) changes without its author's doing. */
function entryHash({ source: _, ...entry }: DeckEntry): string {
  return createHash('sha256').update(canonicalJson(entry)).digest('hex');
}

function detailsOf({ id, entry }: { id: string; entry: DeckEntry }): DeckDetails {
  const { description, language, licence, source } = entry;
  const safe =
    description && sanitise(description, { media: () => undefined, problems: new Set() });
  return { id, description: safe, language, licence, source };
}

function nowSpeaking(deck: FoundDeck & { entry: DeckEntry }): { id: string; language: string } {
  return { id: deck.id, language: deck.entry.language ?? deck.language };
}

function outcomeOf({ id, isNew }: FoundDeck, changed: Set<string>): ImportOutcome {
  if (isNew) return 'new';
  return changed.has(id) ? 'updated' : 'unchanged';
}
