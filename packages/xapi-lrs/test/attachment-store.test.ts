import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { createFolderAttachments } from '../src/folder-attachments.ts';
import { createMemoryAttachments } from '../src/memory/memory-attachments.ts';

describe('attachment stores', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attachment-store-'));
    file = join(folder, 'content');
    await writeFile(file, 'hello');
  });
  after(() => rm(folder, { recursive: true }));

  for (const [name, create] of [
    ['folder', () => createFolderAttachments(join(folder, 'store'))],
    ['memory', createMemoryAttachments],
  ] as const) {
    it(`${name}: gives back what was put, each tenant its own, and undefined for the rest`, async () => {
      const store = create();
      await store.putFile('a', 'f00', file);
      await store.putFile('a', 'f00', file);
      const content = await store.get('a', 'f00');
      expect(content && (await buffer(content)).toString()).to.equal('hello');
      expect(await store.get('b', 'f00')).to.equal(undefined);
      expect(await store.get('a', 'f01')).to.equal(undefined);
    });
  }

  it('folder: neither tenants nor hashes lead out of it', async () => {
    const store = createFolderAttachments(join(folder, 'inner', 'store'));
    await store.putFile('../..', '../../../escaped', file);
    expect(await readdir(folder)).not.to.include('escaped');
    expect(await readdir(join(folder, 'inner'))).to.deep.equal(['store']);
    const content = await store.get('../..', '../../../escaped');
    expect(content && (await buffer(content)).toString()).to.equal('hello');
  });
});
