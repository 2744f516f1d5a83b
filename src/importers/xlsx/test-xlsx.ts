import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import type { ImportBatch, ImportOptions } from '../import-source.ts';
import { inspectXlsx, readXlsx } from './xlsx-reader.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Parts {
  /** Sheet data by name, as XML inside `sheetData`. */
  sheets?: Record<string, string>;
  hidden?: string[];
  strings?: string;
  styles?: string;
  workbookPr?: string;
  /** Other parts, or replacements. */
  parts?: Record<string, string | Buffer>;
}

/** A workbook written by hand after ECMA-376-1 12.3. */
export function workbook({
  sheets = {},
  hidden = [],
  strings,
  styles,
  workbookPr = '',
  parts = {},
}: Parts) {
  const zip = new AdmZip();
  const names = Object.keys(sheets);
  const listed = names.map((name, index) => {
    const state = hidden.includes(name) ? ' state="hidden"' : '';
    return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  const related = names.map((_, index) => {
    return `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`;
  });
  const all: Record<string, string | Buffer> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${workbookPr}<sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${related.join('')}</Relationships>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
  };
  Object.values(sheets).forEach((data, index) => {
    all[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData></worksheet>`;
  });
  for (const [name, content] of Object.entries({ ...all, ...parts })) {
    zip.addFile(name, Buffer.from(content));
  }
  return zip.toBuffer();
}

export const inline = (...cells: string[]) =>
  cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('');

/** Readers of workbooks as an import reads them, for the tests of a suite. */
export function xlsxReading() {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xlsx-reader-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function read(content: Buffer, options: Partial<ImportOptions> = {}) {
    const path = join(folder, 'upload');
    await writeFile(path, content);
    const all: ImportOptions = {
      fileName: 'book.xlsx',
      scheduling: 'keep',
      workDir: folder,
      ...options,
    };
    const { totals } = await inspectXlsx(path, all);
    const batches: ImportBatch[] = [];
    for await (const batch of readXlsx(path, all)) batches.push(batch);
    const atoms = batches.flatMap((batch) => (batch.type === 'atoms' ? batch.atoms : []));
    const decks = batches.flatMap((batch) => (batch.type === 'decks' ? batch.decks : []));
    return {
      totals,
      decks: decks.map(({ path: names }) => names.join('::')),
      at: atoms.map(({ at }) => at),
      keys: atoms.map(({ key }) => key),
      fields: atoms.map(({ body }) => {
        if (body.type === 'flashcard') return [body.front, body.back];
        return body.type === 'note' ? body.fields : [];
      }),
    };
  }

  async function refusal(content: Buffer) {
    const error = await read(content).catch((reason) => reason);
    expect(error).include({ name: 'ImportRefusedError' });
    return error;
  }

  return { read, refusal };
}
