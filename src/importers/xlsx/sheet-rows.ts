import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ZipArchive } from '../../platform/zip/zip-reader.ts';
import { MAX_COLUMNS, MAX_ROWS, type Row } from '../rows/table.ts';
import { formatNumber } from './number-format.ts';
import { textHandlers, unescapeText } from './shared-strings.ts';
import type { Workbook } from './workbook.ts';
import { parsePart, type XmlHandlers } from './xml-part.ts';

/** A few shared strings could fill a million cells with megabytes each. */
const MAX_CHARACTERS = 256_000_000;

type SheetCell = { column: number; type: string; style: number; value: string };

/** The rows of a worksheet that have any content (ECMA-376-1 18.3.1.73). */
export async function* sheetRows(
  zip: ZipArchive,
  part: string,
  workbook: Workbook,
  label: (row: number) => string,
): AsyncGenerator<Row> {
  let found: Row[] = [];
  let count = 0;
  let characters = 0;
  const handlers = rowHandlers(workbook, (number, cells) => {
    if (cells.every((cell) => cell === '')) return;
    count += 1;
    if (count > MAX_ROWS) throw tooLarge('too_large', `has more than ${MAX_ROWS} rows`);
    characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (characters > MAX_CHARACTERS) throw tooLarge('too_large', 'holds too much text');
    found.push({ at: label(number), cells });
  });
  for await (const _ of parsePart(zip, part, handlers)) {
    yield* found;
    found = [];
  }
}

function rowHandlers(
  workbook: Workbook,
  done: (number: number, cells: string[]) => void,
): XmlHandlers {
  let row = 0;
  let cells: string[] = [];
  let column = -1;
  let cell: SheetCell | undefined;
  let inValue = false;
  const inline = textHandlers((text) => {
    if (cell) cell.value = text;
  }, 'is');
  return {
    open: (name, attributes) => {
      inline.open(name, attributes);
      if (name === 'row') {
        row = Number(attributes.r) || row + 1;
        cells = [];
        column = -1;
      } else if (name === 'c') {
        column = columnIndex(attributes.r) ?? column + 1;
        const { t: type = 'n', s } = attributes;
        cell = { column, type, style: Number(s ?? 0), value: '' };
      } else if (name === 'v') inValue = true;
    },
    text: (text) => {
      if (inValue && cell) cell.value += text;
      inline.text(text);
    },
    close: (name) => {
      inline.close(name);
      if (name === 'v') inValue = false;
      if (name === 'c' && cell) {
        placeCell(cells, cell, workbook);
        cell = undefined;
      }
      if (name === 'row') done(row, cells);
    },
  };
}

function placeCell(cells: string[], cell: SheetCell, workbook: Workbook): void {
  const text = cellText(cell, workbook).trim();
  if (text === '') return;
  if (cell.column >= MAX_COLUMNS) {
    throw tooLarge('too_many_columns', `has more than ${MAX_COLUMNS} columns`);
  }
  while (cells.length < cell.column) cells.push('');
  cells[cell.column] = text;
}

/** ECMA-376-1 18.18.11 (ST_CellType). */
function cellText({ type, style, value }: SheetCell, workbook: Workbook): string {
  switch (type) {
    case 's':
      return workbook.strings[Number(value)] ?? '';
    case 'inlineStr':
      return value;
    case 'str':
      return unescapeText(value);
    case 'b':
      return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    case 'd':
      return value.replace(/T00:00(:00(\.0+)?)?Z?$/, '').replace('T', ' ');
    case 'e':
      return '';
    default: {
      const number = value.trim() === '' ? Number.NaN : Number(value);
      if (!Number.isFinite(number)) return value;
      return formatNumber(number, workbook.formats[style] ?? { kind: 'number' }, workbook.date1904);
    }
  }
}

/** `B7` -> 1. Beyond ZZZZ the number no longer matters. */
function columnIndex(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,4}/i.exec(reference ?? '')?.[0].toUpperCase();
  if (!letters) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

function tooLarge(code: 'too_large' | 'too_many_columns', what: string): ImportRefusedError {
  return new ImportRefusedError(code, `A sheet of the Excel file ${what}.`);
}
