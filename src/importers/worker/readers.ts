import type { ImportBatch, ImportInspection, ImportOptions, RowKind } from '../import-source.ts';

export interface ImportReader {
  /** @throws ImportRefusedError */
  inspect(path: string, options: ImportOptions): Promise<ImportInspection>;
  read(path: string, options: ImportOptions): AsyncIterable<ImportBatch>;
}

/** One reader for each kind of file, loaded when a file of its kind comes. */
export const readers: Record<RowKind, () => Promise<ImportReader>> = {
  apkg: async () => {
    const { inspectApkg, readApkg } = await import('../anki/apkg-reader.ts');
    return { inspect: inspectApkg, read: readApkg };
  },
  csv: async () => {
    const { inspectCsv, readCsv } = await import('../csv/csv-reader.ts');
    return { inspect: inspectCsv, read: readCsv };
  },
  xlsx: async () => {
    const { inspectXlsx, readXlsx } = await import('../xlsx/xlsx-reader.ts');
    return { inspect: inspectXlsx, read: readXlsx };
  },
  json: async () => {
    const { inspectJson, readJson } = await import('../json/json-reader.ts');
    return { inspect: inspectJson, read: readJson };
  },
};
