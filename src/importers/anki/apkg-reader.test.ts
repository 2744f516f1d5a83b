import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Database } from 'sql.js';
import { renderAtom } from '../../core/decks/rendering/render-atom.ts';
import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import { type ForgedEntry, forgeZip } from '../../platform/zip/zip-forgery.ts';
import { inspectApkg } from './apkg-reader.ts';
import { forgeCollection, forgePackage, forgeZstd } from './collection-forgery.ts';
import { loadPackage } from './package-loading.ts';

const REAL = '../shared/inputs/anki';

describe('Anki packages', () => {
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

  describe('real files', () => {
    it('the legacy package: 223 notes, 450 cards, 15 decks, 1,861 reviews', async () => {
      const path = `${REAL}/geography-legacy.apkg`;
      expect((await inspectApkg(path, { workDir })).totals).to.deep.equal({
        notes: 223,
        cards: 450,
        reviews: 1861,
        media: 2,
      });
      const all = await load(path);
      expect(all.atoms).to.have.length(223);
      expect(all.atoms.flatMap(({ prompts = [] }) => prompts)).to.have.length(450);
      expect(all.decks).to.have.length(15);
      expect(all.decks.map(({ path: names }) => names.join('/')))
        .to.include('Geography/Middle East')
        .and.not.include('Default');
      expect(all.reviews).to.have.length(1861);
      expect(all.states.filter(({ memory }) => memory)).to.have.length(292);
      expect(all.problems).to.deep.equal([]);
      expect(all.media.map(({ name, mime, bytes }) => ({ name, mime, bytes }))).to.deep.equal([
        { name: 'pin.png', mime: 'image/png', bytes: 282 },
        { name: 'beep.wav', mime: 'audio/wav', bytes: 2044 },
      ]);
    });

    it('its templates make the very cards that the collection has, without a problem', async () => {
      const { atoms, noteTypes, media } = await load(`${REAL}/geography-legacy.apkg`);
      const types = new Map(noteTypes.map((type) => [type.key, type]));
      const files = new Map(media.map(({ name, sha256 }) => [name, `media/${sha256}`]));
      for (const atom of atoms) {
        const type = atom.body.type === 'note' ? types.get(atom.body.noteType) : undefined;
        const { prompts, problems } = renderAtom(
          { ...atom, deckPath: ['Geography'] },
          type,
          (name) => files.get(name),
        );
        expect(prompts.map(({ ord }) => ord)).to.deep.equal(atom.prompts?.map(({ ord }) => ord));
        expect(problems).to.deep.equal([]);
      }
    });

    it('stability comes from the stored FSRS state, else from the replayed log', async () => {
      const { states, atoms } = await load(`${REAL}/geography-legacy.apkg`);
      const stored = new Map<string, number>();
      for (const { key, prompts = [] } of atoms) {
        for (const { ord, source } of prompts) {
          const data: unknown = source?.data;
          const match = typeof data === 'string' ? /"s":([\d.]+)/.exec(data) : null;
          if (match) stored.set(`${key} ${ord}`, Number(match[1]));
        }
      }
      expect(stored.size).to.be.greaterThan(100);
      for (const { atomKey, ord, memory } of states) {
        const known = stored.get(`${atomKey} ${ord}`);
        if (known !== undefined) expect(memory?.stability).to.equal(known);
        else if (memory) expect(memory.stability).to.be.within(0.01, 3650);
      }
    });

    it('without scheduling there is no history, and no schedule in the cards', async () => {
      const { reviews, states, atoms } = await load(`${REAL}/geography-legacy.apkg`, 'drop');
      expect([reviews, states]).to.deep.equal([[], []]);
      expect(Object.keys(atoms[0]?.prompts?.[0]?.source ?? {})).to.deep.equal(['cid']);
    });

    it('the modern package: 4 notes, none of them the dummy', async () => {
      const { atoms, decks, noteTypes } = await load(`${REAL}/modern-schema18.apkg`);
      expect(atoms.map(({ body }) => body.type === 'note' && body.fields[0])).to.deep.equal([
        'Hola',
        'rojo',
        'verde',
        'el gato decidió a simplimente mirar',
      ]);
      expect(decks.map(({ path }) => path)).to.deep.equal([['Example Deck']]);
      expect(noteTypes).to.have.length(1);
      expect(noteTypes[0]).to.deep.include({
        name: 'Basic',
        kind: 'standard',
        fields: ['Front', 'Back'],
      });
      expect(noteTypes[0]?.templates).to.deep.equal([
        { name: 'Card 1', front: '{{Front}}', back: '{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}' },
      ]);
    });

    it('the dummy alone is refused', async () => {
      const { openZip } = await import('../../platform/zip/zip-reader.ts');
      const zip = await openZip(`${REAL}/modern-schema18.apkg`);
      const dummy = await zip.read('collection.anki2');
      await zip.close();
      expect(await refusal(forgePackage(dummy))).to.equal('package_too_new');
    });
  });

  describe('versions', () => {
    it('the version decides which collection is read', async () => {
      const collection = await forgeCollection();
      const old = await forgeCollection((database) =>
        database.run("UPDATE notes SET guid = 'old' || id"),
      );
      const meta = (version: number) => ({ name: 'meta', content: Buffer.from([8, version]) });
      const both = (packed: Buffer, name: string, version: number) =>
        forgeZip([
          meta(version),
          { name: 'collection.anki2', content: old },
          { name, content: packed },
        ]);
      for (const bytes of [
        both(collection, 'collection.anki21', 2),
        both(forgeZstd(collection), 'collection.anki21b', 3),
      ]) {
        await rm(join(workDir, 'collection.sqlite'), { force: true });
        const { atoms } = await loadBytes(bytes);
        expect(atoms.map(({ key }) => key)).to.deep.equal(['one', 'two']);
      }
    });

    it('a version above 3 is refused by name', async () => {
      const bytes = forgePackage('', [{ name: 'meta', content: Buffer.from([8, 4]) }]);
      expect(await refusal(bytes)).to.equal('package_too_new');
    });

    it('version 3 media are protobuf and zstd', async () => {
      const entry = (name: string) => {
        const field = Buffer.concat([
          Buffer.from([10, Buffer.byteLength(name)]),
          Buffer.from(name),
        ]);
        return Buffer.concat([Buffer.from([10, field.length]), field]);
      };
      const bytes = forgeZip([
        { name: 'meta', content: Buffer.from([8, 3]) },
        { name: 'collection.anki21b', content: forgeZstd(await forgeCollection()) },
        {
          name: 'media',
          content: forgeZstd(Buffer.concat([entry('a.png'), entry('ho\u0308he.mp3')])),
        },
        { name: '0', content: forgeZstd('picture') },
        { name: '1', content: forgeZstd('sound') },
      ]);
      const { media } = await loadBytes(bytes);
      expect(media.map(({ name }) => name)).to.deep.equal(['a.png', 'höhe.mp3']);
      expect(await readFile(media[1]?.path ?? '', 'utf8')).to.equal('sound');
    });
  });

  describe('content', () => {
    it('keeps ids, tags and decks; the empty Default and filtered decks stay behind', async () => {
      const { decks, atoms } = await loadSpoilt((database) =>
        database.run('UPDATE cards SET odid = did, odue = 5, did = 21 WHERE id = 1001'),
      );
      expect(decks.map(({ key, path, description }) => ({ key, path, description }))).to.deep.equal(
        [{ key: 'anki:20', path: ['A', 'B'], description: 'about b' }],
      );
      expect(atoms[0]).to.deep.include({
        key: 'one',
        deck: 'anki:20',
        at: 'note 100',
        tags: ['a', 'leech'],
        modifiedAt: '2020-09-13T12:26:40.000Z',
      });
      expect(atoms[0]?.prompts?.map(({ ord, deck }) => [ord, deck])).to.deep.equal([
        [0, 'anki:20'],
        [1, 'anki:20'],
      ]);
      expect(atoms[0]?.prompts?.[1]?.source).to.include({ cid: 1001, did: 21, odid: 20, odue: 5 });
    });

    it('leech and marked go with the scheduling', async () => {
      const { atoms } = await loadBytes(forgePackage(await forgeCollection()), 'drop');
      expect(atoms[0]?.tags).to.deep.equal(['a']);
    });

    it('ids beyond 2^53 stay exact', async () => {
      const { atoms } = await loadSpoilt((database) =>
        database.run(
          'UPDATE notes SET id = 9007199254740993 WHERE id = 100; UPDATE cards SET nid = 9007199254740993 WHERE nid = 100',
        ),
      );
      const atom = atoms.find(({ key }) => key === 'one');
      expect(atom?.source?.nid).to.equal('9007199254740993');
      expect(atom?.prompts).to.have.length(2);
    });

    it('the newest of two notes with one guid is kept, the other told', async () => {
      const { atoms, problems, states } = await loadSpoilt((database) =>
        database.run("UPDATE notes SET guid = 'same', mod = id"),
      );
      expect(atoms.map(({ key, at }) => [key, at])).to.deep.equal([['same', 'note 101']]);
      expect(problems).to.deep.equal([
        {
          at: 'note 100',
          severity: 'failed',
          reason: 'a newer note of the file has the same guid',
        },
      ]);
      expect(states).to.have.length(1);
    });

    it('scripts are told once for each note and note type', async () => {
      const { problems, atoms } = await loadSpoilt((database) => {
        database.run(
          "UPDATE col SET models = replace(models, '{{Back}}', '{{Back}}<script>1</script>')",
        );
        database.run(
          "UPDATE notes SET flds = '<img src=x onerror=a()><b onclick=b()>' || flds WHERE id = 100",
        );
      });
      expect(problems.map(({ at, severity }) => `${severity} ${at}`)).to.deep.equal([
        'warning note type "Basic"',
        'warning note 100',
      ]);
      expect(atoms).to.have.length(2);
    });

    it('notes that cannot be taken are told, each with its reason', async () => {
      const { problems, atoms } = await loadSpoilt((database) => {
        database.run('UPDATE notes SET mid = 11 WHERE id = 100');
        database.run('DELETE FROM cards WHERE nid = 101');
      });
      expect(atoms).to.deep.equal([]);
      expect(problems.map(({ at }) => at)).to.deep.equal(['note 100', 'note 101']);
    });

    it('reviews: manual and crammed ones are kept but do not count', async () => {
      const { reviews, states } = await loadSpoilt((database) => {
        database.run('UPDATE cards SET queue = -1, flags = 3 WHERE id = 1002');
        for (const [id, ease, factor, type] of [
          [1, 3, 2500, 0],
          [2, 1, 2500, 1],
          [3, 3, 0, 3],
          [4, 0, 0, 4],
          [5, 3, 2500, 5],
        ]) {
          database.run('INSERT INTO revlog VALUES (?, 1002, -1, ?, 1, 0, ?, 700, ?)', [
            id ?? 0,
            ease ?? 0,
            factor ?? 0,
            type ?? 0,
          ]);
        }
        database.run('INSERT INTO revlog VALUES (6, 9999, -1, 3, 1, 0, 2500, 700, 1)');
      });
      expect(reviews.map(({ rating, counts }) => `${rating} ${counts}`)).to.deep.equal([
        'good true',
        'again true',
        'good false',
        'manual false',
        'manual false',
      ]);
      expect(states.at(-1)).to.deep.equal({ atomKey: 'two', ord: 0, suspended: true, flag: 3 });
    });
  });
});
