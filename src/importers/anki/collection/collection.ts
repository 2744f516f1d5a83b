import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { type AnkiPackage, openAnkiPackage } from '../package/anki-package.ts';
import { asText, bounded, int, text } from './cell.ts';
import type { CollectionContent } from './collection-content.ts';
import { type CollectionDatabase, openCollection } from './collection-database.ts';
import { unpackCollection } from './collection-file.ts';
import { readSchema11 } from './schema-11.ts';
import { readSchema18 } from './schema-18.ts';

/** A package with its collection open; both must be closed. */
export interface OpenedCollection {
  source: AnkiPackage;
  database: CollectionDatabase;
  content: CollectionContent;
  close(): Promise<void>;
}

/**
 * @param workDir the import's own folder; the collection is unpacked there once.
 * @throws {ImportRefusedError} for whatever makes the file unreadable or unsafe.
 */
export async function openPackage(path: string, workDir: string): Promise<OpenedCollection> {
  const source = await openAnkiPackage(path);
  let database: CollectionDatabase | undefined;
  try {
    database = await openCollection(await unpackCollection(source, workDir));
    rejectDummy(database);
    const content = database.has('notetypes') ? readSchema18(database) : readSchema11(database);
    const opened = database;
    return {
      source,
      database,
      content,
      close: async () => {
        opened.close();
        await source.archive.close();
      },
    };
  } catch (error) {
    database?.close();
    await source.archive.close();
    throw error;
  }
}

/** New packages carry a collection with one note for old programs, telling the reader to update. */
function rejectDummy(database: CollectionDatabase): void {
  if (countRows(database, 'notes') !== 1) return;
  const [row] = [...database.rows(`SELECT ${bounded('flds', 10_000)} FROM notes`)];
  if (!text(row?.[0]).includes('Please update to the latest Anki version')) return;
  throw new ImportRefusedError(
    'package_too_new',
    'The package holds only a note for older programs: its real collection is missing.',
  );
}

export function countRows(
  database: CollectionDatabase,
  table: 'notes' | 'cards' | 'revlog',
): number {
  const [row] = [...database.rows(`SELECT count(*) FROM ${table}`)];
  return int(row?.[0]);
}

/** Distinct values of an id column, as text. */
export function distinctIds(database: CollectionDatabase, sql: string): Set<string> {
  return new Set(
    [...database.rows(`SELECT DISTINCT ${asText('id')} FROM (${sql})`)].map(([id]) => text(id)),
  );
}
