import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import type { ImportOptions } from '../import-source.ts';
import { inspectInWorker, readInWorker } from './import-worker.ts';
import { takeThread } from './kept-thread.ts';
import type { ReadBatch } from './worker-messages.ts';

const CAPITALS = new URL('../../../../shared/inputs/csv/capitals.csv', import.meta.url).pathname;

describe('import worker', () => {
  let folder: string;
  let path: string;
  let options: ImportOptions;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-worker-'));
    path = join(folder, 'upload');
    options = { fileName: 'words.csv', scheduling: 'keep', workDir: folder };
  });
  after(() => rm(folder, { recursive: true }));

  async function refusal(content: string | Buffer) {
    await writeFile(path, content);
    return inspectInWorker({ path, identity: 'words', options }).catch((error) => error);
  }

  it('inspects and reads a file of any kind', async () => {
    const file = { path: CAPITALS, identity: 'capitals', options };
    const { kind, totals } = await inspectInWorker(file);
    expect({ kind, notes: totals.notes }).deep.equal({ kind: 'csv', notes: 219 });
    // In the thread that has looked it over, and again in one of its own.
    for (let reading = 0; reading < 2; reading += 1) {
      const batches: ReadBatch[] = [];
      for await (const batch of readInWorker(file)) batches.push(batch);
      const atoms = batches.flatMap((batch) => (batch.type === 'atoms' ? batch.atoms : []));
      expect(atoms).length(219);
    }
  });

  it('lends the thread that has looked a file over to nobody but who reads that file', async () => {
    await inspectInWorker({ path: CAPITALS, identity: 'capitals', options });
    expect(takeThread('words')).equal(undefined);
    const thread = takeThread('capitals');
    expect(thread).instanceOf(Worker);
    expect(takeThread('capitals')).equal(undefined);
    await thread?.terminate();
  });

  it('passes on a refusal with its code', async () => {
    expect(await refusal('{"format": "x"}')).include({
      name: 'ImportRefusedError',
      code: 'invalid_document',
    });
  });

  it('survives a file that fills the memory of its worker', async () => {
    const before = process.memoryUsage.rss();
    const bomb = `{"format":"crosswalk-deck/1","decks":[${'[],'.repeat(20_000_000)}[]],"atoms":[]}`;
    expect(await refusal(bomb)).include({ name: 'ImportRefusedError', code: 'too_large' });
    expect(process.memoryUsage.rss() - before).below(512 * 1024 * 1024);
  }).timeout(60_000);

  it('waits for its reader, and ends when that has enough', async () => {
    await writeFile(path, Array.from({ length: 20_000 }, (_, row) => `q${row},a${row}`).join('\n'));
    let seen = 0;
    for await (const _ of readInWorker({ path, identity: 'rows', options })) {
      seen += 1;
      if (seen === 3) break;
    }
    expect(seen).equal(3);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const reading = readInWorker({ path, identity: 'rows', options }, controller.signal);
    await reading.next();
    controller.abort(new Error('enough'));
    const error = await (async () => {
      for await (const _ of reading);
    })().catch((reason) => reason);
    expect(error).include({ message: 'enough' });
  });
});
