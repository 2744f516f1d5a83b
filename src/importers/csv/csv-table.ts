import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { fileStem, MAX_ROWS, type Row, type Table } from '../rows/table.ts';
import { readDirectives } from './anki-directives.ts';
import { checkText, decodedText, textSample } from './decoded-text.ts';
import { detectSeparator } from './separator.ts';
import { detectEncoding } from './text-encoding.ts';

const SAMPLE_CHARACTERS = 64 * 1024;
const MAX_ROW_CHARACTERS = 4_000_000;

interface CsvLayout {
  encoding: string;
  separator: string;
  /** Lines starting with it are left out. */
  comment: string | null;
  /** Lines at the start that are no rows. */
  preamble: number;
}

/** A text file as a table; encoding, separator and Anki's headers are found out here. */
export async function openCsvTable(path: string, fileName: string): Promise<Table> {
  const encoding = await detectEncoding(path);
  const { text, whole } = await textSample(path, encoding, SAMPLE_CHARACTERS);
  checkText(text);
  const directives = readDirectives(text);
  const head = directives.fromAnki ? text.replace(/^#.*$/gm, '') : text;
  const separator =
    directives.separator ?? detectSeparator(whole ? head : head.slice(0, head.lastIndexOf('\n')));
  const layout: CsvLayout = {
    encoding,
    separator,
    comment: directives.fromAnki ? '#' : null,
    preamble: /^sep=.\r?\n/i.test(text) ? 1 : 0,
  };
  return { name: fileStem(fileName), directives, rows: () => csvRows(path, layout) };
}

async function* csvRows(path: string, layout: CsvLayout): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: layout.separator,
    comment: layout.comment,
    comment_no_infix: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: MAX_ROW_CHARACTERS,
    on_record: (cells: string[], { records, comment_lines }) => {
      return [`${records + comment_lines}`, ...cells];
    },
  });
  pipeline(Readable.from(decodedText(path, layout.encoding)), parser, () => {});
  let number = 0;
  try {
    for await (const record of parser) {
      const [position, ...cells]: string[] = record;
      number = Number(position);
      if (number > MAX_ROWS) throw tooManyRows();
      if (number <= layout.preamble || isBlank(cells)) continue;
      yield { at: `row ${number}`, cells: cells.map((cell) => cell.trim()) };
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, number + 1) : error;
  }
}

function isBlank(cells: string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function tooManyRows(): ImportRefusedError {
  return new ImportRefusedError('too_large', `The file has more than ${MAX_ROWS} rows.`);
}

function unreadable(error: CsvError, row: number): ImportRefusedError {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new ImportRefusedError(
      'too_large',
      `Row ${row} is longer than ${MAX_ROW_CHARACTERS} characters. Is a closing quote missing?`,
      { cause: error },
    );
  }
  return new ImportRefusedError('invalid_csv', `Row ${row} cannot be read: ${error.message}.`, {
    cause: error,
  });
}
