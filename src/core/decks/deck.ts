import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import type { CreateDeck, UpdateDeck } from './deck.schema.ts';
import {
  type Deck,
  deleteEmptyDeck,
  findByTitle,
  findDeck,
  insertDeck,
  listDescendants,
  lockDeck,
  moveDescendants,
  type NewDeck,
  setArchived,
  updateDeckRow,
} from './deck.store.ts';
import { joinPath, splitPath } from './deck-path.ts';
import { sanitise } from './rendering/html/safe-html.ts';
import { indexDecks, reindexAtomsOf } from './searching/search-index.store.ts';

const DEFAULT_LANGUAGE = 'en';

/** @throws DomainError `not_found` */
export async function getDeck(db: TenantDb, id: string): Promise<Deck> {
  return (await findDeck(db, id)) ?? missing(id);
}

/** @throws DomainError `conflict` for a title that its parent holds already, `not_found` parent */
export async function createDeck(db: TenantDb, input: CreateDeck): Promise<Deck> {
  const parentId = input.parentId ?? null;
  const parent = parentId === null ? undefined : await requireParent(db, parentId);
  const { title } = input;
  await refuseTaken(db, { parentId, title, id: undefined });
  const deck: NewDeck = {
    id: uuidv7(),
    parentId,
    title,
    path: joinPath([...(parent ? splitPath(parent.path) : []), title]),
    description: safeDescription(input.description),
    language: input.language ?? parent?.language ?? DEFAULT_LANGUAGE,
    licence: input.licence ?? null,
  };
  await insertDeck(db, deck);
  await indexDecks(db, [deck]);
  return getDeck(db, deck.id);
}

/**
 * Renames, moves, describes or archives a deck; paths below it follow.
 * @param version as the caller last saw it; undefined changes whatever is there
 * @throws DomainError `not_found`, `version_mismatch`, `conflict`, `invalid`
 */
export async function updateDeck(
  db: TenantDb,
  { id, version, changes }: { id: string; version?: number | undefined; changes: UpdateDeck },
): Promise<Deck> {
  const deck = await requireDeck(db, id, version);
  const { archived, ...details } = changes;
  if (Object.keys(details).length > 0) await changeDetails(db, deck, details);
  if (archived !== undefined) await setArchived(db, { id, archived });
  return getDeck(db, id);
}

/**
 * Deletes a deck that never held anything; others are archived instead, since what people have
 * learnt points at them.
 * @throws DomainError `not_found`, `version_mismatch`, `conflict` where something is or was in it
 */
export async function deleteDeck(
  db: TenantDb,
  { id, version }: { id: string; version?: number | undefined },
): Promise<void> {
  await requireDeck(db, id, version);
  if (!(await deleteEmptyDeck(db, id))) {
    throw new DomainError(
      'conflict',
      'only a deck that never held anything can be deleted: archive it',
    );
  }
}

async function changeDetails(
  db: TenantDb,
  deck: Deck,
  changes: Omit<UpdateDeck, 'archived'>,
): Promise<void> {
  const parentId = changes.parentId === undefined ? deck.parentId : changes.parentId;
  const title = changes.title ?? deck.title;
  const moved = parentId !== deck.parentId || title !== deck.title;
  const path = moved ? await newPath(db, { deck, parentId, title }) : deck.path;
  const next: NewDeck = {
    id: deck.id,
    parentId,
    title,
    path,
    description:
      changes.description === undefined ? deck.description : safeDescription(changes.description),
    language: changes.language ?? deck.language,
    licence: changes.licence === undefined ? deck.licence : changes.licence,
  };
  await updateDeckRow(db, next);
  await Promise.all([
    indexDecks(db, [next]),
    ...(moved ? [moveDescendants(db, { id: deck.id, from: deck.path, to: path })] : []),
    ...(next.language === deck.language ? [] : [reindexAtomsOf(db, next)]),
  ]);
}

async function newPath(
  db: TenantDb,
  { deck, parentId, title }: { deck: Deck; parentId: string | null; title: string },
): Promise<string> {
  await refuseTaken(db, { parentId, title, id: deck.id });
  if (parentId === null) return title;
  const parent = await requireParent(db, parentId);
  if (parentId === deck.id || (await listDescendants(db, deck.id)).includes(parentId)) {
    throw new DomainError('invalid', 'a deck cannot be put below itself', '/parentId');
  }
  return joinPath([...splitPath(parent.path), title]);
}

async function requireDeck(db: TenantDb, id: string, version: number | undefined): Promise<Deck> {
  const deck = (await lockDeck(db, id)) ?? missing(id);
  if (version !== undefined && version !== deck.version) {
    throw new DomainError(
      'version_mismatch',
      `the deck has changed: it is at version ${deck.version}`,
    );
  }
  return deck;
}

async function requireParent(db: TenantDb, id: string): Promise<Deck> {
  return (await findDeck(db, id)) ?? missing(id, '/parentId');
}

async function refuseTaken(
  db: TenantDb,
  { id, ...place }: { id: string | undefined; parentId: string | null; title: string },
): Promise<void> {
  const taken = await findByTitle(db, place);
  if (taken !== undefined && taken !== id) {
    throw new DomainError('conflict', `there is a deck called "${place.title}" already`, '/title');
  }
}

function safeDescription(html: string | null | undefined): string | null {
  return html ? sanitise(html, { media: () => undefined, problems: new Set() }) : null;
}

function missing(id: string, field?: string): never {
  throw new DomainError('not_found', `there is no deck ${id}`, field);
}
