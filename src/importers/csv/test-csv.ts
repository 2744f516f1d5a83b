import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ImportBatch, ImportOptions, ImportProblem } from '../import-source.ts';
import { inspectCsv, readCsv } from './csv-reader.ts';

/** Readers of texts and files as an import reads them, for the tests of a suite. */
export function csvReading() {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csv-reader-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function read(content: string | Buffer, options: Partial<ImportOptions> = {}) {
    const path = join(folder, 'upload');
    await writeFile(path, content);
    return readFile(path, options);
  }

  async function readFile(path: string, options: Partial<ImportOptions> = {}) {
    const all: ImportOptions = {
      fileName: 'words.csv',
      scheduling: 'keep',
      workDir: folder,
      ...options,
    };
    const { totals } = await inspectCsv(path, all);
    const batches: ImportBatch[] = [];
    for await (const batch of readCsv(path, all)) batches.push(batch);
    const decks = batches.flatMap((batch) => (batch.type === 'decks' ? batch.decks : []));
    const names = new Map(decks.map(({ key, path: names }) => [key, names.join('::')]));
    const atoms = batches.flatMap((batch) => (batch.type === 'atoms' ? batch.atoms : []));
    return {
      totals,
      batches,
      atoms,
      decks: [...names.values()],
      noteTypes: batches.flatMap((batch) => (batch.type === 'decks' ? batch.noteTypes : [])),
      deckNames: atoms.map(({ deck }) => names.get(deck)),
      fields: atoms.map(({ body }) => {
        if (body.type === 'note') return body.fields;
        if (body.type === 'flashcard') return [body.front, body.back];
        return body.type === 'cloze' ? [body.text, body.extra ?? ''] : [];
      }),
      people: batches.flatMap((batch) => (batch.type === 'people' ? batch.people : [])),
      problems: batches.flatMap((batch): ImportProblem[] =>
        batch.type === 'problems' ? batch.problems : [],
      ),
    };
  }

  async function refusal(content: string | Buffer, options?: Partial<ImportOptions>) {
    const error = await read(content, options).catch((reason) => reason);
    expect(error).include({ name: 'ImportRefusedError' });
    return error;
  }

  return { read, readFile, refusal };
}
