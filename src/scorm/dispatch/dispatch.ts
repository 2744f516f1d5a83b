import { findDeck } from '../../core/decks/deck.store.ts';
import { readRevision } from '../../core/decks/publishing/revision.store.ts';
import { DomainError } from '../../core/domain-error.ts';
import { createAssignment } from '../../core/study/assignments.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { CreateDispatch, UpdateDispatch } from './dispatch.schema.ts';
import {
  type CountedDispatch,
  findCountedDispatch,
  insertDispatch,
  lockDispatch,
  updateDispatchRow,
} from './dispatch.store.ts';

/**
 * Makes a dispatch with the assignment that attempts are made for.
 * @throws DomainError `not_published` for a deck or revision that there is not
 */
export async function createDispatch(
  db: TenantDb,
  { input, createdBy }: { input: CreateDispatch; createdBy: string },
): Promise<CountedDispatch> {
  const { deckId, mode = 'study', masteryScore = null, revision = 'latest', name = null } = input;
  await requireRevision(db, { deckId, revision });
  const id = uuidv7();
  const { id: assignmentId } = await createAssignment(db, {
    ...{ deckId, mode, masteryScore, title: name, pinnedRevision: pinOf(revision) },
    origin: { surface: 'dispatch', dispatchId: id },
  });
  const { seats = null, allowedHosts = [], isEnabled = true } = input;
  await insertDispatch(db, {
    ...{ id, name, assignmentId, seats, isEnabled, createdBy },
    allowedHosts: allowedHosts.map((host) => host.toLowerCase()),
    expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
  });
  return getDispatch(db, id);
}

/** @throws DomainError `not_found` */
export async function getDispatch(db: TenantDb, id: string): Promise<CountedDispatch> {
  const found = await findCountedDispatch(db, id);
  if (!found) throw new DomainError('not_found', 'There is no such dispatch.');
  return found;
}

/** @throws DomainError `not_found`, `not_published`, `version_mismatch` */
export async function updateDispatch(
  db: TenantDb,
  { id, version, changes }: { id: string; version: number | undefined; changes: UpdateDispatch },
): Promise<CountedDispatch> {
  await lockDispatch(db, id);
  const known = await getDispatch(db, id);
  if (version !== undefined && version !== known.version) {
    throw new DomainError('version_mismatch', 'The dispatch was changed meanwhile.');
  }
  const { revision, expiresAt, allowedHosts, ...given } = changes;
  if (revision !== undefined) await requireRevision(db, { deckId: known.deckId, revision });
  await updateDispatchRow(db, {
    ...known,
    ...given,
    ...(revision !== undefined && { pinnedRevision: pinOf(revision) }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
    ...(allowedHosts && { allowedHosts: allowedHosts.map((host) => host.toLowerCase()) }),
  });
  return getDispatch(db, id);
}

function pinOf(revision: 'latest' | number): number | null {
  return revision === 'latest' ? null : revision;
}

async function requireRevision(
  db: TenantDb,
  { deckId, revision }: { deckId: string; revision: 'latest' | number },
): Promise<void> {
  const deck = await findDeck(db, deckId);
  if (!deck || deck.revision === 0) {
    throw new DomainError('not_published', 'There is no such published deck.', '/deckId');
  }
  if (revision === 'latest' || (await readRevision(db, { deckId, n: revision }))) return;
  throw new DomainError('not_published', 'The deck has no such revision.', '/revision');
}
