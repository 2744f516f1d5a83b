import { expect } from 'chai';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import type { SourceBatch } from './importing/content-batch.ts';
import { decks, file, importFile, media, note, noteType } from './importing/test-content.ts';

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

  const run = (batches: SourceBatch[], options: { deckId?: string; system?: string } = {}) =>
    importFile(batches, { database, tenantId, stored, ...options });
  const one = async <R extends Record<string, unknown>>(sql: string) =>
    (await database.read(tenantId, (db) => db.query<R>(sql))).rows;

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
});
