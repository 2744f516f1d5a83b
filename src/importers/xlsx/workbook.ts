import { posix } from 'node:path';
import type { ZipArchive } from '../../platform/zip/zip-reader.ts';
import { builtInFormat, customFormat, type NumberFormat } from './number-format.ts';
import { readSharedStrings } from './shared-strings.ts';
import { invalid, readPart } from './xml-part.ts';

const WORKBOOK = 'xl/workbook.xml';

export interface Sheet {
  name: string;
  part: string;
}

export interface Workbook {
  /** Visible worksheets, in their order. */
  sheets: Sheet[];
  date1904: boolean;
  strings: string[];
  /** By a cell's style index. */
  formats: NumberFormat[];
}

const MOST_SHEETS = 1000;
const MOST_STYLES = 100_000;

export async function readWorkbook(zip: ZipArchive): Promise<Workbook> {
  const parts = await readRelationships(zip);
  const sheets: Sheet[] = [];
  let date1904 = false;
  await readPart(zip, WORKBOOK, {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1];
      const part = id === undefined ? undefined : parts.get(id);
      if (part) sheets.push({ name: attributes.name ?? '', part });
      if (sheets.length > MOST_SHEETS) throw invalid(WORKBOOK, `it has over ${MOST_SHEETS} sheets`);
    },
  });
  return {
    sheets,
    date1904,
    strings: await readSharedStrings(zip),
    formats: await readFormats(zip),
  };
}

/** Worksheets by relationship id; targets are relative to the workbook's folder. */
async function readRelationships(zip: ZipArchive): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  await readPart(zip, 'xl/_rels/workbook.xml.rels', {
    open: (name, { Id, Type = '', Target, TargetMode }) => {
      const isSheet = name === 'Relationship' && Type.endsWith('/worksheet');
      if (!isSheet || !Id || !Target || TargetMode === 'External') return;
      parts.set(Id, posix.resolve('/xl', Target).slice(1));
    },
  });
  return parts;
}

async function readFormats(zip: ZipArchive): Promise<NumberFormat[]> {
  const part = 'xl/styles.xml';
  const formats: NumberFormat[] = [];
  if (!zip.entries.has(part)) return formats;
  const custom = new Map<number, NumberFormat>();
  let inCellFormats = false;
  await readPart(zip, part, {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'numFmt') custom.set(Number(numFmtId), customFormat(formatCode ?? ''));
      if (name === 'cellXfs') inCellFormats = true;
      if (name !== 'xf' || !inCellFormats || formats.length >= MOST_STYLES) return;
      const id = Number(numFmtId ?? 0);
      formats.push(custom.get(id) ?? builtInFormat(id));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return formats;
}
