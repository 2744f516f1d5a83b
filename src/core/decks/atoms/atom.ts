import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { listAtomAssets } from '../assets/asset.store.ts';
import { type Deck, findDeck } from '../deck.store.ts';
import { findNextPositions } from '../importing/atom-import.store.ts';
import { removeFromIndex } from '../searching/search-index.store.ts';
import type { CreateAtom, UpdateAtom } from './atom.schema.ts';
import { type Atom, findAtom, lockAtom, markDeleted } from './atom.store.ts';
import { type AtomDraft, composeAtom } from './atom-composition.ts';
import { insertAtoms, updateAtoms } from './atom-write.store.ts';

/** @throws DomainError `not_found` */
export async function getAtom(db: TenantDb, id: string): Promise<Atom> {
  return (await findAtom(db, id)) ?? missing(id);
}

/** @throws DomainError `not_found` for the deck, `invalid` for a body that shows nothing */
export async function createAtom(
  db: TenantDb,
  { deckId, input }: { deckId: string; input: CreateAtom },
): Promise<Atom> {
  const [deck, positions] = await Promise.all([
    requireDeck(db, deckId),
    findNextPositions(db, [deckId]),
  ]);
  const id = uuidv7();
  const draft: AtomDraft = {
    id,
    deck,
    position: positions.get(deckId) ?? 0,
    revision: 1,
    body: input.body,
    customTitle: input.title ?? null,
    tags: input.tags ?? [],
    language: input.language ?? null,
    difficulty: input.difficulty ?? null,
    estimatedSeconds: input.estimatedSeconds ?? null,
    guid: id,
    source: null,
    assets: input.media ?? [],
    promptDecks: new Map(),
  };
  await insertAtoms(db, [await composeAtom(db, draft)]);
  return getAtom(db, id);
}

/**
 * Changes an atom: its prompts are rendered anew as a further revision, those that are gone are
 * retired. Readers see it when its deck is published.
 * @param version as the caller last saw it; undefined changes whatever is there
 * @throws DomainError `not_found`, `version_mismatch`, `invalid`
 */
export async function updateAtom(
  db: TenantDb,
  { id, version, changes }: { id: string; version?: number | undefined; changes: UpdateAtom },
): Promise<Atom> {
  const atom = await requireAtom(db, id, version);
  const deckId = changes.deckId ?? atom.deckId;
  const moves = deckId !== atom.deckId;
  const [deck, assets, positions] = await Promise.all([
    requireDeck(db, deckId, '/deckId'),
    listAtomAssets(db, [id]),
    findNextPositions(db, [deckId]),
  ]);
  const names = new Map(assets.map(({ name, sha256 }) => [name, sha256]));
  for (const { name, sha256 } of changes.media ?? []) names.set(name, sha256);
  const draft: AtomDraft = {
    id,
    deck,
    position: moves ? (positions.get(deckId) ?? 0) : atom.position,
    revision: atom.revision + 1,
    body: changes.body ?? atom.body,
    customTitle: changes.title === undefined ? atom.customTitle : changes.title,
    tags: changes.tags ?? atom.tags,
    language: changes.language === undefined ? atom.language : changes.language,
    difficulty: changes.difficulty === undefined ? atom.difficulty : changes.difficulty,
    estimatedSeconds:
      changes.estimatedSeconds === undefined ? atom.estimatedSeconds : changes.estimatedSeconds,
    guid: atom.guid,
    source: atom.source,
    assets: [...names].map(([name, sha256]) => ({ name, sha256 })),
    // Cards that had been put into another deck stay there.
    promptDecks: new Map(
      atom.prompts
        .filter((prompt) => prompt.deckId !== atom.deckId)
        .map((prompt) => [prompt.ord, prompt.deckId]),
    ),
  };
  await updateAtoms(db, [await composeAtom(db, draft)]);
  return getAtom(db, id);
}

/** @throws DomainError `not_found`, `version_mismatch` */
export async function deleteAtom(
  db: TenantDb,
  { id, version }: { id: string; version?: number | undefined },
): Promise<void> {
  await requireAtom(db, id, version);
  await Promise.all([markDeleted(db, id), removeFromIndex(db, [id])]);
}

async function requireAtom(db: TenantDb, id: string, version: number | undefined) {
  const atom = (await lockAtom(db, id)) ?? missing(id);
  if (version !== undefined && version !== atom.version) {
    throw new DomainError(
      'version_mismatch',
      `the atom has changed: it is at version ${atom.version}`,
    );
  }
  return atom;
}

async function requireDeck(db: TenantDb, id: string, field?: string): Promise<Deck> {
  const deck = await findDeck(db, id);
  if (!deck) throw new DomainError('not_found', `there is no deck ${id}`, field);
  return deck;
}

function missing(id: string): never {
  throw new DomainError('not_found', `there is no atom ${id}`);
}
