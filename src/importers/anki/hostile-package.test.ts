import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Database } from 'sql.js';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { type ForgedEntry, forgeZip } from '../../platform/zip/zip-forgery.ts';
import { inspectApkg } from './apkg-reader.ts';
import { forgeCollection, forgePackage, forgeZstd, forgeZstdBomb } from './collection-forgery.ts';
import { loadPackage } from './package-loading.ts';

describe('hostile Anki packages', () => {
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
  const loadSpoilt = async (spoil: (database: Database) => void, more?: ForgedEntry[]) =>
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
  const refusalOf = async (spoil: (database: Database) => void) =>
    refusal(forgePackage(await forgeCollection(spoil)));

  describe('hostile collections', () => {
    it('no collection, no database, a truncated one, garbage in pages', async () => {
      const whole = await forgeCollection();
      const garbled = Buffer.from(whole);
      garbled.fill(0xff, 2 * 4096, 2 * 4096 + 100);
      expect(await refusal(forgeZip([{ name: 'readme', content: 'x' }]))).to.equal('not_anki');
      for (const content of [
        '',
        'no database',
        whole.subarray(0, 300),
        whole.subarray(0, whole.length - 4096),
        garbled,
      ]) {
        await rm(join(workDir, 'collection.sqlite'), { force: true });
        expect(
          await refusal(forgePackage(Buffer.from(content))),
          `${content.length} bytes`,
        ).to.equal('corrupt_collection');
      }
    });

    it('a tree whose branches meet again, which would be read for ever', async () => {
      const collection = await forgeCollection((database) => {
        const insert = database.prepare(
          'INSERT INTO revlog VALUES (?, 1002, -1, 3, 1, 0, 2500, 700, 1)',
        );
        for (let id = 1; id < 2000; id++) insert.run([id]);
        insert.free();
      });
      const pages = Array.from({ length: collection.length / 4096 }, (_, at) => at * 4096);
      // SQLite file format 1.6: an interior page of a table; bytes 8 to 11 name its last child.
      const interior = pages.find((at) => at > 0 && collection[at] === 5) ?? 0;
      const firstCell = interior + collection.readUInt16BE(interior + 12);
      collection.copy(collection, interior + 8, firstCell, firstCell + 4);
      expect(await refusal(forgePackage(collection))).to.equal('corrupt_collection');
    });

    it('missing tables, no row in col, models that are no JSON', async () => {
      for (const sql of [
        'DROP TABLE cards',
        'DROP TABLE revlog',
        'DELETE FROM col',
        "UPDATE col SET models = '{'",
      ]) {
        await rm(join(workDir, 'collection.sqlite'), { force: true });
        expect(await refusalOf((database) => database.run(sql)), sql).to.equal(
          'corrupt_collection',
        );
      }
    });

    it('views, computed columns and virtual tables in the place of tables', async () => {
      const loop =
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS id FROM n';
      for (const sql of [
        `DROP TABLE revlog; CREATE VIEW revlog AS ${loop}`,
        'DROP TABLE revlog; CREATE TABLE revlog (id integer primary key, cid, ease AS (length(hex(zeroblob(100000000)))))',
        'CREATE VIRTUAL TABLE trap USING fts5(x)',
      ]) {
        await rm(join(workDir, 'collection.sqlite'), { force: true });
        const code = await refusalOf((database) => {
          try {
            database.run(sql);
          } catch (error) {
            if (!String(error).includes('no such module')) throw error;
            database.run('DROP TABLE revlog');
          }
        });
        expect(code).to.equal('corrupt_collection');
      }
    });

    it('anything in any cell is read or told, never thrown', async () => {
      const columns = {
        notes: ['guid', 'mid', 'mod', 'tags', 'flds'],
        cards: ['did', 'ord', 'due', 'odid', 'data', 'type'],
      };
      for (const [table, names] of Object.entries(columns)) {
        for (const column of names) {
          for (const value of [
            "x'00ff'",
            'NULL',
            '-9e99',
            "'\u{1f600}'",
            '9223372036854775807',
            "'{'",
          ]) {
            await rm(join(workDir, 'collection.sqlite'), { force: true });
            const { atoms, problems } = await loadSpoilt((database) =>
              database.run(`UPDATE ${table} SET ${column} = ${value}`),
            );
            expect(atoms.length + problems.length, `${column} ${value}`).to.be.greaterThan(0);
          }
        }
      }
    });

    it('over 256 MB unpacked is refused before it is unpacked, and while, where the size was not told', async () => {
      const declared = forgeZip([
        { name: 'collection.anki2', content: 'x', declaredBytes: 257 * 1024 * 1024 },
      ]);
      expect(await refusal(declared)).to.be.oneOf([
        'too_large',
        'compression_ratio',
        'size_mismatch',
      ]);
      const huge = forgeZip([
        { name: 'collection.anki2', content: 'x', declaredBytes: 10 * 1024 ** 3, zip64: true },
      ]);
      expect(await refusal(huge)).to.equal('too_large');
      const bomb = forgeZip([
        { name: 'meta', content: Buffer.from([8, 3]) },
        { name: 'collection.anki21b', content: forgeZstdBomb(300 * 1024 * 1024) },
      ]);
      expect(await refusal(bomb)).to.equal('too_large');
    });

    it('zstd that is damaged, breaks off, or asks for a huge window', async () => {
      const good = forgeZstd(await forgeCollection());
      for (const packed of [
        Buffer.from('no zstd at all'),
        good.subarray(0, good.length - 10),
        Buffer.concat([good, good]),
        forgeZstd('x', { windowDescriptor: 0xff }),
      ]) {
        const bytes = forgeZip([
          { name: 'meta', content: Buffer.from([8, 3]) },
          { name: 'collection.anki21b', content: packed },
        ]);
        expect(await refusal(bytes)).to.equal('damaged_zstd');
      }
    });

    it('NUL and half surrogates in JSON do not reach the database', async () => {
      const { noteTypes } = await loadSpoilt((database) =>
        database.run("UPDATE col SET models = replace(models, 'Basic', 'B\\u0000a\\ud800')"),
      );
      expect(noteTypes[0]?.name).to.equal('Ba\ufffd');
    });
  });
});
