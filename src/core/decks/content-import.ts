import type { Database, TenantDb } from '../../platform/database/database.ts';
import { DomainError } from '../domain-error.ts';
import { splitPath } from './deck-path.ts';
import { importAtoms } from './importing/atom-import.ts';
import type { ContentBatch, ContentMedia } from './importing/content-batch.ts';
import { findDecks } from './importing/deck-import.store.ts';
import { importDecks } from './importing/deck-import.ts';
import { createImportReport, type ImportReport } from './importing/import-report.ts';
import type { ImportScope } from './importing/import-scope.ts';
import { importMedia } from './importing/media-import.ts';
import { importNoteTypes } from './importing/note-type-import.ts';
import { findImportedPrompts } from './importing/prompt-refs.store.ts';
import { importRelations } from './importing/relation-import.ts';
import { createStoredPrompts, type PromptRef, promptName } from './importing/stored-prompts.ts';
import { findUnpublished } from './publishing/publish.store.ts';
import { publishDecks } from './publishing/publish.ts';

export interface ContentImportOptions {
  database: Database;
  tenantId: string;
  /**
   * Namespace of the file's keys: `anki`, whose guids are the same everywhere, or with what keeps
   * keys of different files apart, such as `csv:capitals.csv`.
   */
  system: string;
  /** Stores a file's content under its hash; the same again does no harm. */
  putMedia: (media: ContentMedia) => Promise<void>;
  /** Puts everything that is new below this deck. */
  deckId?: string | undefined;
}

export interface ContentImport {
  /** Counts and problems so far; who imports history and people counts there as well. */
  readonly report: ImportReport;
  /**
   * Stores a batch in transactions of its own; the same batch again changes nothing. The next batch
   * of atoms need not wait for the one before: they are stored in the order of the calls.
   */
  apply(batch: ContentBatch): Promise<void>;
  /** Answers what finds the prompt's id of each of these cards, where it was taken. */
  resolvePrompts(
    db: TenantDb,
    refs: readonly PromptRef[],
  ): Promise<(ref: PromptRef) => string | undefined>;
  /** Publishes what has changed. */
  finish(): Promise<ImportReport>;
}

/**
 * Takes a file's content in batches (decks and note types, media, atoms, relations; in this order)
 * and updates what earlier imports brought, by the file's own keys.
 * @throws DomainError `not_found` when `deckId` is no deck
 */
export async function createContentImport(options: ContentImportOptions): Promise<ContentImport> {
  const { database, tenantId, system, deckId } = options;
  const report = createImportReport();
  const scope: ImportScope = {
    system,
    target: deckId === undefined ? [] : await targetPath(options, deckId),
    report,
    decks: new Map(),
    noteTypes: new Map(),
    media: new Map(),
    atomKeys: new Map(),
    prompts: createStoredPrompts(),
    deckIds: new Set(),
    nextPosition: new Map(),
    toldOfNoteTypes: new Set(),
  };
  let atoms: Promise<void> = Promise.resolve();
  const inTenant = (work: (db: TenantDb) => Promise<void>) => database.tenant(tenantId, work);
  return {
    report,
    async apply(batch) {
      switch (batch.type) {
        case 'decks':
          return inTenant(async (db) => {
            await importNoteTypes(db, batch.noteTypes, scope);
            await importDecks(db, batch.decks, scope);
          });
        case 'media':
          return importMedia(batch.media, options, scope);
        case 'atoms':
          atoms = importAtoms(batch.atoms, { database, tenantId, before: atoms }, scope);
          return atoms;
        case 'relations':
          return inTenant((db) => importRelations(db, batch.relations, scope));
      }
    },
    async resolvePrompts(db, refs) {
      const { prompts } = scope;
      const unknown = refs.filter((ref) => prompts.find(ref) === undefined);
      const found = await findImportedPrompts(db, { system, refs: unknown });
      return (ref) => prompts.find(ref) ?? found.get(promptName(ref));
    },
    async finish() {
      await inTenant(async (db) => {
        const deckIds = await findUnpublished(db, [...scope.deckIds]);
        if (deckIds.length > 0) await publishDecks(db, { deckIds, publishedBy: null });
      });
      report.deckIds = [...new Set([...scope.decks.values()].map(({ id }) => id))];
      return report;
    },
  };
}

async function targetPath(
  { database, tenantId }: ContentImportOptions,
  deckId: string,
): Promise<string[]> {
  const decks = await database.read(tenantId, (db) => findDecks(db, [deckId]));
  const target = decks.get(deckId);
  if (!target) throw new DomainError('not_found', `there is no deck ${deckId}`, '/deckId');
  return splitPath(target.path);
}
