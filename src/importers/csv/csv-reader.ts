import type { ImportBatch, ImportInspection, ImportOptions } from '../import-source.ts';
import { inspectTables, readTables } from '../rows/table-import.ts';
import { openCsvTable } from './csv-table.ts';

/** @throws {ImportRefusedError} as the rows cannot be taken as a whole; see `docs/importing.md` */
export async function inspectCsv(path: string, options: ImportOptions): Promise<ImportInspection> {
  return inspectTables('csv', [await openCsvTable(path, options.fileName)], options);
}

export async function* readCsv(path: string, options: ImportOptions): AsyncGenerator<ImportBatch> {
  yield* readTables([await openCsvTable(path, options.fileName)], options);
}
