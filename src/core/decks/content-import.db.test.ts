import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createContentImport } from './content-import.ts';
import type { AtomEntry } from './deck-document.ts';
import type { SourceBatch } from './importing/content-batch.ts';
import { createContentRenderer } from './importing/content-renderer.ts';
import type { ImportReport } from './importing/import-report.ts';

const media = {
  name: 'map.png',
  path: '/nowhere',
  sha256: 'ab'.repeat(32),
  bytes: 3,
  mime: 'image/png',
};
const noteType = {
  key: '1',
  name: 'Basic',
  kind: 'standard' as const,
  fields: ['Front', 'Back'],
  templates: [
    { name: 'Forward', front: '{{Front}}', back: '{{FrontSide}}<hr>{{Back}}' },
    { name: 'Reverse', front: '{{Back}}', back: '{{Front}}' },
  ],
  css: '.card { color: navy }',
};

function note(key: string, fields: string[], change: Partial<AtomEntry> = {}): AtomEntry {
  return {
    key,
    deck: 'geo',
    body: { type: 'note', noteType: '1', fields },
    modifiedAt: '2026-01-01T00:00:00Z',
    at: `note ${key}`,
    ...change,
  };
}

const decks: SourceBatch = {
  type: 'decks',
  decks: [
    { key: 'geo', path: ['World', 'Geography'], language: 'de' },
    { key: 'caps', path: ['World', 'Geography', 'Capitals'] },
  ],
  noteTypes: [noteType],
};

describe('content import', () => {
  let database: Database;
  let tenantId: string;
  const stored: string[] = [];

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    stored.length = 0;
  });

  async function run(
    batches: SourceBatch[],
    options: { deckId?: string; system?: string } = {},
  ): Promise<ImportReport> {
    const content = await createContentImport({
      database,
      tenantId,
      system: 'anki',
      putMedia: async ({ sha256 }) => void stored.push(sha256),
      ...options,
    });
    const renderer = createContentRenderer();
    for (const batch of batches) await content.apply(renderer.render(batch));
    return content.finish();
  }

  const file = (...atoms: AtomEntry[]): SourceBatch[] => [
    decks,
    { type: 'media', media: [media] },
    { type: 'atoms', atoms },
  ];
  const one = async <R extends Record<string, unknown>>(sql: string, ...values: unknown[]) =>
    (await database.read(tenantId, (db) => db.query<R>(sql, values))).rows;

  it('stores decks, parents, notes, cards and media, and publishes the decks', async () => {
    const report = await run(
      file(note('a', ['Frankreich <img src="map.png">', 'Paris']), note('b', ['Italien', ''])),
    );
    expect(report.notes).to.include({ new: 2, failed: 0 });
    expect(report.cards).to.include({ new: 3 });
    expect(report.decks).to.include({ new: 2 });
    expect(report.media).to.include({ new: 1 });
    expect(stored).to.deep.equal([media.sha256]);
    expect(
      await one('select path, status, revision, language from deck order by path'),
    ).to.deep.equal([
      { path: 'World', status: 'published', revision: 1, language: 'en' },
      { path: 'World::Geography', status: 'published', revision: 1, language: 'de' },
      { path: 'World::Geography::Capitals', status: 'published', revision: 1, language: 'de' },
    ]);
    const [revision] = await one<{ atoms: number; prompts: number; styles: string }>(
      `select r.atoms, r.prompts, r.styles from deck_revision r join deck d on d.id = r.deck_id
       where d.path = 'World::Geography'`,
    );
    expect(revision).to.include({ atoms: 2, prompts: 3 });
    expect(revision?.styles).to.contain('navy');
    expect(await one(`select type from outbox_event where type = 'deck.published'`)).to.have.length(
      3,
    );
  });

  it('changes nothing when the same file comes again, also without its media', async () => {
    const atoms = [
      note('a', ['Frankreich <img src="map.png">', 'Paris']),
      note('b', ['Italien', 'Rom'], { prompts: [{ ord: 1, deck: 'caps' }] }),
    ];
    await run(file(...atoms));
    const before = await one('select revision, version from deck order by path');
    const again = await run(file(...atoms));
    expect(again.notes).to.deep.equal({
      new: 0,
      updated: 0,
      unchanged: 2,
      conflicting: 0,
      failed: 0,
    });
    expect(again.cards).to.deep.equal({
      new: 0,
      updated: 0,
      unchanged: 4,
      conflicting: 0,
      failed: 0,
    });
    expect(again.decks).to.include({ new: 0, updated: 0, unchanged: 2 });
    expect(again.media).to.include({ new: 0, unchanged: 1 });
    const bare = await run([decks, { type: 'atoms', atoms }]);
    expect(bare.notes).to.include({ updated: 0, unchanged: 2 });
    expect(await one('select revision, version from deck order by path')).to.deep.equal(before);
    expect(await one('select 1 from atom_revision')).to.have.length(2);
  });

  it('keeps the media of a changed note when the new file comes without it', async () => {
    await run(file(note('a', ['Frankreich <img src="map.png">', 'Paris'])));
    const newer = { modifiedAt: '2026-02-01T00:00:00Z' };
    const report = await run([
      decks,
      {
        type: 'atoms',
        atoms: [note('a', ['Gallien <img src="map.png"><img src="gone.png">', 'Paris'], newer)],
      },
    ]);
    expect(report.notes).to.include({ updated: 1 });
    expect(report.problems.map(({ reason }) => reason)).to.deep.equal([
      'media file not found: gone.png',
    ]);
    const [shown] = await one<{ text: string }>(
      'select rendered::text as text from atom_revision where n = 2',
    );
    expect(shown?.text).to.contain(`media/${media.sha256}.png`);
    expect(await one('select name from atom_asset')).to.deep.equal([{ name: 'map.png' }]);
  });

  it('updates what is newer, keeps ours where it is newer, and publishes only what changed', async () => {
    await run(file(note('a', ['1', 'one']), note('b', ['2', 'two'])));
    const report = await run(
      file(
        note('a', ['1', 'eins'], { modifiedAt: '2026-02-01T00:00:00Z' }),
        note('b', ['2', 'zwei'], { modifiedAt: '2025-02-01T00:00:00Z' }),
      ),
    );
    expect(report.notes).to.include({ updated: 1, conflicting: 1, new: 0 });
    expect(report.cards).to.include({ updated: 2, conflicting: 2 });
    expect(await one('select plain_text from atom order by guid')).to.deep.equal([
      { plain_text: '1\neins' },
      { plain_text: '2\ntwo' },
    ]);
    expect(await one('select path, revision from deck order by path')).to.deep.equal([
      { path: 'World', revision: 1 },
      { path: 'World::Geography', revision: 2 },
      { path: 'World::Geography::Capitals', revision: 1 },
    ]);
  });

  it('retires cards that vanished and brings them back, under the same id', async () => {
    await run(file(note('a', ['1', 'one'])));
    const before = await one('select id from prompt order by ord');
    const fewer = await run(file(note('a', ['1', ''], { modifiedAt: '2026-02-01T00:00:00Z' })));
    expect(fewer.cards).to.include({ updated: 1 });
    const [, retired] = await one<{ retired: boolean }>(
      'select retired_at is not null as retired from prompt order by ord',
    );
    expect(retired?.retired).to.equal(true);
    await run(file(note('a', ['1', 'uno'], { modifiedAt: '2026-03-01T00:00:00Z' })));
    expect(await one('select id from prompt where retired_at is null order by ord')).to.deep.equal(
      before,
    );
  });

  it('keeps a card that shows nothing, retired, so that its history has a place', async () => {
    const report = await run(
      file(
        note('a', ['1', ''], {
          prompts: [
            { ord: 0, source: { id: 7 } },
            { ord: 1, deck: 'caps' },
          ],
        }),
      ),
    );
    expect(report.cards).to.include({ new: 2 });
    expect(
      await one('select ord, retired_at is null as live, source from prompt order by ord'),
    ).to.deep.equal([
      { ord: 0, live: true, source: { id: 7 } },
      { ord: 1, live: false, source: null },
    ]);
  });

  it('never overwrites an edit made in the hub, unless the file is newer', async () => {
    await run(file(note('a', ['1', 'one']), note('b', ['2', 'two'])));
    await database.tenant(tenantId, async (db) => {
      await db.query(`update atom_revision set origin = 'author', hash = 'edited'`);
      await db.query(`update atom set modified_at = '2026-01-15'`);
    });
    const report = await run(
      file(
        note('a', ['1', 'one']),
        note('b', ['2', 'zwei'], { modifiedAt: '2026-02-01T00:00:00Z' }),
      ),
    );
    expect(report.notes).to.include({ conflicting: 1, updated: 1 });
  });

  it('tells what cannot be taken and goes on with the rest', async () => {
    const report = await run(
      file(
        note('a', ['ok', 'ok']),
        note('a', ['again', 'again']),
        note('c', ['x', 'y'], { deck: 'nowhere' }),
        note('d', ['x', 'y'], { modifiedAt: 'yesterday' }),
        note('e', ['x'.repeat(5_000_000), 'y']),
        note('f\0', ['nul \0 and half \ud800', '\\u0000']),
      ),
    );
    expect(report.notes).to.include({ new: 2, failed: 4 });
    expect(report.problems.map(({ at }) => at)).to.deep.equal([
      'note a',
      'note c',
      'note e',
      'note d',
    ]);
    expect(report.problemCount).to.equal(4);
    const again = await run(file(note('f\0', ['nul \0 and half \ud800', '\\u0000'])));
    expect(again.notes).to.include({ unchanged: 1 });
  });

  it('puts a value that the database refuses aside, not its whole batch', async () => {
    const unindexable = randomBytes(4000).toString('hex');
    const report = await run(
      file(note('a', ['ok', 'ok']), note(unindexable, ['b', '']), note('c', ['ok', 'ok'])),
    );
    expect(report.notes).to.include({ new: 2, failed: 1 });
    expect(report.problems[0]?.reason).to.match(/index row/);
  });

  it('puts everything below the chosen deck, and finds it there again', async () => {
    const [target] = [uuidv7()];
    await database.tenant(tenantId, (db) =>
      db.query(`insert into deck (tenant_id, id, title, path) values ($1, $2, 'Mine', 'Mine')`, [
        tenantId,
        target,
      ]),
    );
    await run(file(note('a', ['1', 'one'])), { deckId: target });
    const again = await run(file(note('a', ['1', 'one'])), { deckId: target });
    expect(again.notes).to.include({ new: 0, unchanged: 1 });
    expect(
      (await one('select path from deck order by path')).map(({ path }) => path),
    ).to.deep.equal([
      'Mine',
      'Mine::World',
      'Mine::World::Geography',
      'Mine::World::Geography::Capitals',
    ]);
    const missing = run(file(), { deckId: uuidv7() });
    expect(await missing.catch((e) => e.code)).to.equal('not_found');
  });

  it('keeps the keys of different systems apart, and knows its own ids', async () => {
    await run(file(note('a', ['1', 'one'])), { system: 'csv:one.csv' });
    expect(
      (await run(file(note('a', ['1', 'one'])), { system: 'csv:two.csv' })).notes.new,
    ).to.equal(1);
    const [atom] = await one<{ id: string }>(`select id from atom limit 1`);
    const own = await run(
      file(note(atom?.id ?? '', ['1', 'eins'], { modifiedAt: '2027-01-01T00:00:00Z' })),
      { system: 'json' },
    );
    expect(own.notes).to.include({ new: 0, updated: 1 });
  });

  it('finds the prompts of cards by the keys of the file', async () => {
    const content = await createContentImport({
      database,
      tenantId,
      system: 'anki',
      putMedia: async () => undefined,
    });
    const renderer = createContentRenderer();
    for (const batch of file(note('a', ['1', 'one']))) await content.apply(renderer.render(batch));
    const found = await database.read(tenantId, (db) =>
      content.resolvePrompts(db, [
        { atomKey: 'a', ord: 1 },
        { atomKey: 'a', ord: 9 },
        { atomKey: 'zz', ord: 0 },
        { atomKey: 'a', ord: 1 },
      ]),
    );
    const [prompt] = await one<{ id: string }>('select id from prompt where ord = 1');
    expect(found).to.deep.equal([prompt?.id, undefined, undefined, prompt?.id]);
  });

  it('relates atoms, but closes no cycle of prerequisites', async () => {
    const report = await run([
      ...file(note('a', ['Eins', '']), note('b', ['Zwei', '']), note('c', ['Drei', ''])),
      {
        type: 'relations',
        relations: [
          { from: 'a', to: 'b', kind: 'prerequisite' },
          { from: 'b', to: 'c', kind: 'prerequisite' },
          { from: 'c', to: 'a', kind: 'prerequisite' },
          { from: 'c', to: 'a', kind: 'related' },
          { from: 'a', to: 'x', kind: 'related' },
        ],
      },
    ]);
    expect(report.problems.map(({ reason }) => reason).sort()).to.deep.equal([
      'no atom "x"',
      'this would close a cycle of prerequisites: "Drei" → "Eins" → "Zwei" → "Drei"',
    ]);
    expect(await one('select 1 from atom_relation')).to.have.length(3);
  });

  it('follows a changed template or a moved card, at the same time stamp', async () => {
    await run(file(note('a', ['1', 'one'])));
    const changed = {
      ...noteType,
      templates: [{ name: 'F', front: '{{Front}}?', back: '{{Back}}' }],
    };
    const report = await run([
      { ...decks, noteTypes: [changed] },
      { type: 'atoms', atoms: [note('a', ['1', 'one'], { prompts: [{ ord: 0, deck: 'caps' }] })] },
    ]);
    expect(report.notes).to.include({ updated: 1 });
    expect(await one('select path, revision from deck order by path')).to.deep.equal([
      { path: 'World', revision: 1 },
      { path: 'World::Geography', revision: 2 },
      { path: 'World::Geography::Capitals', revision: 2 },
    ]);
  });

  it('shows another tenant nothing', async () => {
    await run(file(note('a', ['1', 'one'])));
    const other = await testTenant(database);
    const content = await createContentImport({
      database,
      tenantId: other,
      system: 'anki',
      putMedia: async () => undefined,
    });
    const found = await database.read(other, (db) =>
      content.resolvePrompts(db, [{ atomKey: 'a', ord: 0 }]),
    );
    expect(found).to.deep.equal([undefined]);
  });
});
