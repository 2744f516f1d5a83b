import { expect } from 'chai';
import { Value } from 'typebox/value';
import type { Database } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { insertAssets } from '../assets/asset.store.ts';
import { createAtom } from '../atoms/atom.ts';
import { createContentImport } from '../content-import.ts';
import { findByTitle } from '../deck.store.ts';
import { createDeck } from '../deck.ts';
import { type AtomEntry, DeckDocument } from '../deck-document.ts';
import type { ContentMedia, SourceBatch } from '../importing/content-batch.ts';
import { createContentRenderer } from '../importing/content-renderer.ts';
import { publishDeck } from '../publishing/publish.ts';
import { readDeckDocument } from './deck-export.ts';

const noteType = {
  key: '1398',
  name: 'Basic',
  kind: 'standard' as const,
  fields: ['Front', 'Back'],
  templates: [
    { name: 'Forward', front: '{{Front}}', back: '{{Back}}' },
    { name: 'Reverse', front: '{{Back}}', back: '{{Front}}' },
  ],
  css: '.card { color: navy }',
};

const media = (name: string, digit: string): ContentMedia => ({
  name,
  path: '',
  sha256: digit.repeat(64),
  bytes: 3,
  mime: 'image/png',
});

const note = (key: string, fields: string[], change: Partial<AtomEntry> = {}): AtomEntry => ({
  key,
  deck: '1',
  body: { type: 'note', noteType: '1398', fields },
  modifiedAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

const file: SourceBatch[] = [
  {
    type: 'decks',
    decks: [
      { key: '1', path: ['World'], language: 'de', licence: 'CC0', source: { did: 1 } },
      { key: '2', path: ['World', 'Capitals'], description: '<b>Hi</b>' },
    ],
    noteTypes: [noteType],
  },
  { type: 'media', media: [media('map.png', 'a')] },
  {
    type: 'atoms',
    atoms: [
      note('guid-a', ['<img src="map.png">', 'Paris'], { tags: ['x'], source: { nid: 7 } }),
      note('guid-b', ['Rome', 'Italy'], { prompts: [{ ord: 1, deck: '2', source: { cid: 9 } }] }),
    ],
  },
  { type: 'relations', relations: [{ from: 'guid-a', to: 'guid-b', kind: 'related' }] },
];

describe('deck documents', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    await load(file, 'anki');
  });

  async function load(batches: SourceBatch[], system: string) {
    const content = await createContentImport({
      database,
      tenantId,
      system,
      putMedia: async () => undefined,
    });
    const renderer = createContentRenderer();
    for (const batch of batches) await content.apply(renderer.render(batch));
    return content.finish();
  }

  async function write(atomKeys: 'id' | 'guid') {
    const deckId = await database.read(tenantId, (db) =>
      findByTitle(db, { parentId: null, title: 'World' }),
    );
    const exported = await readDeckDocument({
      database,
      tenantId,
      deckId: deckId ?? '',
      n: 'latest',
      children: 'with',
      atomKeys,
    });
    const atoms: AtomEntry[] = [];
    for await (const page of exported.atoms()) atoms.push(...page);
    return { ...exported, atoms };
  }

  const batchesOf = ({
    decks,
    noteTypes,
    media: files,
    atoms,
    relations,
  }: Awaited<ReturnType<typeof write>>): SourceBatch[] => [
    { type: 'decks', decks, noteTypes },
    { type: 'media', media: files.map((entry) => ({ ...entry, path: '' })) },
    { type: 'atoms', atoms },
    { type: 'relations', relations },
  ];

  it('keeps all that was imported, each atom once', async () => {
    const { atoms, decks, media: files, relations } = await write('guid');
    expect(decks.map(({ path }) => path)).to.deep.equal([['World'], ['World', 'Capitals']]);
    expect(decks[0]).to.deep.include({ language: 'de', licence: 'CC0', source: { did: 1 } });
    expect(decks[1]?.description).to.equal('<b>Hi</b>');
    expect(atoms.map(({ key }) => key)).to.deep.equal(['guid-a', 'guid-b']);
    expect(atoms[0]).to.deep.include({ tags: ['x'], source: { nid: 7 } });
    expect(atoms[0]?.modifiedAt).to.equal('2026-01-01T00:00:00.000Z');
    expect(atoms[1]?.prompts).to.deep.equal([{ ord: 1, deck: decks[1]?.key, source: { cid: 9 } }]);
    expect(files.map(({ name }) => name)).to.deep.equal(['map.png']);
    expect(relations).to.deep.equal([]);
  });

  it('is a valid import document', async () => {
    const { decks, noteTypes, atoms, relations, media: files } = await write('id');
    const document = {
      format: 'crosswalk-deck/1',
      decks,
      noteTypes,
      atoms,
      relations,
      media: files.map(({ name, sha256 }) => ({ name, sha256 })),
    };
    expect(
      [...Value.Errors(DeckDocument, document)].filter(({ keyword }) => keyword !== 'format'),
    ).to.deep.equal([]);
  });

  for (const [keys, system] of [
    ['id', 'json'],
    ['guid', 'anki'],
  ] as const) {
    it(`changes nothing where it comes from, by ${keys}`, async () => {
      const report = await load(batchesOf(await write(keys)), system);
      expect(report.notes).to.deep.equal({
        new: 0,
        updated: 0,
        unchanged: 2,
        conflicting: 0,
        failed: 0,
      });
      expect(report.decks).to.include({ new: 0, updated: 0, unchanged: 2 });
      const types = await database.read(tenantId, (db) => db.query('select 1 from note_type'));
      expect(types.count).to.equal(1);
    });
  }

  it('brings everything to another tenant, and from there back again', async () => {
    const home = tenantId;
    const first = await write('id');
    tenantId = await testTenant(database);
    const report = await load(batchesOf(first), 'json');
    expect(report.notes).to.include({ new: 2 });
    expect(report.cards).to.include({ new: 4 });
    const there = await write('guid');
    expect(there.atoms.map(({ key }) => key)).to.deep.equal(['guid-a', 'guid-b']);
    expect((await write('id')).relations).to.have.length(1);
    tenantId = home;
    expect((await load(batchesOf(there), 'anki')).notes).to.include({
      new: 0,
      unchanged: 2,
      updated: 0,
    });
  });

  it('gives contents of one name a name each', async () => {
    const deckId = await database.tenant(tenantId, async (db) => {
      const [world] = [await findByTitle(db, { parentId: null, title: 'World' })];
      const deck = await createDeck(db, { title: 'More', parentId: world ?? null });
      const other = media('map.png', 'b');
      await insertAssets(db, [{ ...other, ext: 'png' }]);
      await createAtom(db, {
        deckId: deck.id,
        input: {
          body: { type: 'text', html: '<img src="map.png">' },
          media: [{ name: other.name, sha256: other.sha256 }],
        },
      });
      await publishDeck(db, { deckId: deck.id, publishedBy: 'test' });
      return deck.id;
    });
    const { atoms, media: files } = await write('id');
    expect(files.map(({ name }) => name)).to.deep.equal(['map.png', 'map-bbbbbbbb.png']);
    const renamed = atoms.find(({ deck }) => deck === deckId);
    expect(renamed?.body).to.deep.equal({ type: 'text', html: '<img src="map-bbbbbbbb.png">' });
  });

  it('refuses what is not published', async () => {
    const deck = await database.tenant(tenantId, (db) => createDeck(db, { title: 'Draft' }));
    const options = { database, tenantId, n: 'latest', children: 'with', atomKeys: 'id' } as const;
    const refused = await readDeckDocument({ ...options, deckId: deck.id }).catch((e) => e.code);
    expect(refused).to.equal('not_published');
  });
});
