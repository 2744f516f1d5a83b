import { inspectApkg, readApkg } from '../anki/apkg-reader.ts';
import { inspectCsv, readCsv } from '../csv/csv-reader.ts';
import type { ImportBatch, ImportInspection, ImportKind, ImportOptions } from '../import-source.ts';
import { inspectJson, readJson } from '../json/json-reader.ts';
import { inspectXlsx, readXlsx } from '../xlsx/xlsx-reader.ts';

export interface ImportReader {
  /** @throws ImportRefusedError */
  inspect(path: string, options: ImportOptions): Promise<ImportInspection>;
  read(path: string, options: ImportOptions): AsyncIterable<ImportBatch>;
}

/** One reader for each kind of file. */
export const readers: Record<ImportKind, ImportReader> = {
  apkg: { inspect: inspectApkg, read: readApkg },
  csv: { inspect: inspectCsv, read: readCsv },
  xlsx: { inspect: inspectXlsx, read: readXlsx },
  json: { inspect: inspectJson, read: readJson },
};
