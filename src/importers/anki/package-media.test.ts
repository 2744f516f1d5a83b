import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Database } from 'sql.js';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { type ForgedEntry, forgeZip } from '../../platform/zip/zip-forgery.ts';
import { inspectApkg } from './apkg-reader.ts';
import { forgeCollection, forgePackage } from './collection-forgery.ts';
import { loadPackage } from './package-loading.ts';

describe('media of Anki packages', () => {
  let workDir: string;
  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'apkg-'));
  });
  afterEach(() => rm(workDir, { recursive: true }));

  const load = (path: string, scheduling?: 'keep' | 'drop') =>
    loadPackage(path, workDir, scheduling);

  async function place(bytes: Buffer): Promise<string> {
    const path = join(workDir, 'upload.apkg');
    await writeFile(path, bytes);
    return path;
  }
  const loadBytes = async (bytes: Buffer, scheduling?: 'keep' | 'drop') =>
    load(await place(bytes), scheduling);
  const _loadSpoilt = async (spoil: (database: Database) => void, more?: ForgedEntry[]) =>
    loadBytes(forgePackage(await forgeCollection(spoil), more));

  async function refusal(bytes: Buffer): Promise<string> {
    const path = await place(bytes);
    try {
      await inspectApkg(path, { workDir });
    } catch (error) {
      if (error instanceof ImportRefusedError) return error.code;
      throw error;
    }
    return 'taken';
  }

  describe('media', () => {
    const withMedia = async (media: unknown, files: ForgedEntry[]) =>
      loadBytes(
        forgeZip([
          { name: 'collection.anki2', content: await forgeCollection() },
          { name: 'media', content: JSON.stringify(media) },
          ...files,
        ]),
      );

    it('a listed file that is missing is a warning', async () => {
      const { media, problems } = await withMedia({ 0: 'a.png', 1: 'b.png' }, [
        { name: '0', content: 'a' },
      ]);
      expect(media.map(({ name }) => name)).to.deep.equal(['a.png']);
      expect(problems.map(({ at, severity }) => [at, severity])).to.deep.equal([
        ['media "b.png"', 'warning'],
      ]);
    });

    for (const name of [
      '../a.png',
      'a/b.png',
      'a\\b.png',
      '..',
      '',
      'a\u0000.png',
      'x'.repeat(401),
    ]) {
      it(`the name ${JSON.stringify(name.slice(0, 20))} is refused`, async () => {
        const { media, problems } = await withMedia({ 0: name }, [{ name: '0', content: 'a' }]);
        expect(media).to.deep.equal([]);
        expect(problems[0]?.severity).to.equal('failed');
      });
    }

    for (const svg of [
      '<svg><script>alert(1)</script></svg>',
      '<svg onload="alert(1)"/>',
      '<svg><a href="javascript:alert(1)"/></svg>',
      '<svg><a href="java&#115;cript:alert(1)"/></svg>',
      '<svg><foreignObject/></svg>',
      '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    ]) {
      it(`an SVG with a script is refused: ${svg}`, async () => {
        const { media, problems } = await withMedia({ 0: 'a.svg' }, [{ name: '0', content: svg }]);
        expect(media).to.deep.equal([]);
        expect(problems[0]).to.deep.include({
          severity: 'failed',
          reason: 'the SVG holds a script',
        });
      });
    }

    it('an SVG without one is taken', async () => {
      const { media } = await withMedia({ 0: 'a.svg' }, [
        { name: '0', content: '<svg><path d="M0 0"/></svg>' },
      ]);
      expect(media[0]).to.include({ name: 'a.svg', mime: 'image/svg+xml' });
    });

    it('a list that is no list is refused', async () => {
      for (const content of ['[', '[1]', '"x"']) {
        const bytes = forgeZip([
          { name: 'collection.anki2', content: await forgeCollection() },
          { name: 'media', content },
        ]);
        expect(await refusal(bytes)).to.equal('damaged_media');
      }
    });

    it('a huge list of nothing is read, and told', async () => {
      const names = Object.fromEntries(
        Array.from({ length: 200_000 }, (_, at) => [at, `file ${at}.png`]),
      );
      const { media, problems } = await withMedia(names, []);
      expect(media).to.deep.equal([]);
      expect(problems).to.have.length(200_000);
    });
  });
});
