import type { ZipLimits } from '../../platform/zip/zip-limits.ts';
import { openZip, type ZipArchive } from '../../platform/zip/zip-reader.ts';
import type { ImportBatch, ImportInspection, ImportOptions } from '../import-source.ts';
import { fileStem, NO_DIRECTIVES, type Row, type Table } from '../rows/table.ts';
import { inspectTables, readTables } from '../rows/table-import.ts';
import { sheetRows } from './sheet-rows.ts';
import { readWorkbook } from './workbook.ts';

const MIB = 1024 ** 2;
const LIMITS: Partial<ZipLimits> = {
  entries: 10_000,
  totalBytes: 1024 * MIB,
  entryBytes: 512 * MIB,
};

/** @throws {ImportRefusedError} as `openZip`, `parsePart` and the rows do */
export async function inspectXlsx(path: string, options: ImportOptions): Promise<ImportInspection> {
  const zip = await openZip(path, LIMITS);
  try {
    return await inspectTables('xlsx', await openTables(zip, options.fileName), options);
  } finally {
    await zip.close();
  }
}

export async function* readXlsx(path: string, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const zip = await openZip(path, LIMITS);
  try {
    yield* readTables(await openTables(zip, options.fileName), options);
  } finally {
    await zip.close();
  }
}

/** A table for each visible sheet with rows; where there are several, each is a deck below the file's. */
async function openTables(zip: ZipArchive, fileName: string): Promise<Table[]> {
  const workbook = await readWorkbook(zip);
  const stem = fileStem(fileName);
  const filled = [];
  for (const sheet of workbook.sheets) {
    if (await hasRows(sheetRows(zip, sheet.part, workbook, String))) filled.push(sheet);
  }
  const single = filled.length === 1;
  return filled.map(({ name, part }) => ({
    name: single ? stem : `${stem}::${name}`,
    directives: NO_DIRECTIVES,
    rows: () =>
      sheetRows(zip, part, workbook, (row) =>
        single ? `row ${row}` : `${name.slice(0, 60)}, row ${row}`,
      ),
  }));
}

async function hasRows(rows: AsyncIterable<Row>): Promise<boolean> {
  for await (const _ of rows) return true;
  return false;
}
