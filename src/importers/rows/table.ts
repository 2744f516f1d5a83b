/** One row of a table as its reader found it; blank rows are left out, but counted in `at`. */
export interface Row {
  /** `row 17`, as a spreadsheet shows it. */
  at: string;
  cells: string[];
}

/** What the first lines of a text file from Anki say (https://docs.ankiweb.net, "File headers"). */
export interface Directives {
  /** Whether any was there: such a file has no header row. */
  fromAnki: boolean;
  separator?: string;
  html: boolean;
  tags: string[];
  columns?: string[];
  deck?: string;
  noteType?: string;
  /** Columns (from 0) that hold what the name says. */
  roles: Map<number, 'guid' | 'deck' | 'tags' | 'noteType'>;
}

/** A sheet, or a text file: it can be read any number of times. */
export interface Table {
  /** Names its deck; `::` separates a deck from the one that holds it. */
  name: string;
  directives: Directives;
  rows(): AsyncIterable<Row>;
}

export const NO_DIRECTIVES: Directives = {
  fromAnki: false,
  html: false,
  tags: [],
  roles: new Map(),
};

export const MAX_ROWS = 1_000_000;
/** As many as a note type may have fields. */
export const MAX_COLUMNS = 200;
/** As `Html` allows in a deck document. */
export const MAX_CELL_CHARACTERS = 1_000_000;

const SAMPLE_ROWS = 100;

export async function sampleRows(table: Table): Promise<Row[]> {
  const sample: Row[] = [];
  for await (const row of table.rows()) {
    sample.push(row);
    if (sample.length === SAMPLE_ROWS) break;
  }
  return sample;
}

/** Rows without the one that names the columns. */
export async function* tableRows(
  table: Table,
  { headerRow }: { headerRow: boolean },
): AsyncGenerator<Row> {
  let skip = headerRow;
  for await (const row of table.rows()) {
    if (!skip) yield row;
    skip = false;
  }
}

/** The uploaded file's name without folders and extension. */
export function fileStem(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? '';
  return base.replace(/\.[^.\s]{1,10}$/, '').trim() || 'Import';
}
