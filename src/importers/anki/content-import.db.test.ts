import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createContentImport } from '../../core/decks/content-import.ts';
import { findByTitle } from '../../core/decks/deck.store.ts';
import { readDeckDocument } from '../../core/decks/exporting/deck-export.ts';
import type { SourceBatch } from '../../core/decks/importing/content-batch.ts';
import { createContentRenderer } from '../../core/decks/importing/content-renderer.ts';
import { searchContent } from '../../core/decks/searching/search.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { readApkg } from './apkg-reader.ts';

const PACKAGE = '../shared/inputs/anki/geography-legacy.apkg';

describe('content import of a real Anki package', () => {
  let database: Database;
  let tenantId: string;
  let workDir: string;

  before(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
    workDir = await mkdtemp(join(tmpdir(), 'content-import-'));
  });
  after(() => rm(workDir, { recursive: true }));

  const start = (system = 'anki') =>
    createContentImport({ database, tenantId, system, putMedia: async () => undefined });

  async function importPackage() {
    const content = await start();
    const renderer = createContentRenderer();
    const history: { asked: number; missing: number } = { asked: 0, missing: 0 };
    const options = { fileName: 'geography.apkg', scheduling: 'keep' as const, workDir };
    for await (const batch of readApkg(PACKAGE, options)) {
      if (batch.type === 'history') {
        const cards = [...batch.reviews, ...batch.states];
        const promptId = await database.read(tenantId, (db) => content.resolvePrompts(db, cards));
        history.asked += batch.reviews.length;
        history.missing += cards.filter((card) => promptId(card) === undefined).length;
      } else if (batch.type !== 'people' && batch.type !== 'problems') {
        await content.apply(renderer.render(batch));
      }
    }
    return { report: await content.finish(), history };
  }

  it('takes 223 notes, 450 cards and 15 decks, and a prompt for every review', async () => {
    const { report, history } = await importPackage();
    expect(report.notes).to.deep.equal({
      new: 223,
      updated: 0,
      unchanged: 0,
      conflicting: 0,
      failed: 0,
    });
    expect(report.cards).to.include({ new: 450, failed: 0 });
    expect(report.decks).to.include({ new: 15 });
    expect(report.deckIds).to.have.length(15);
    expect(history).to.deep.equal({ asked: 1861, missing: 0 });
  });

  it('changes nothing the second time', async () => {
    const { report } = await importPackage();
    expect(report.notes).to.deep.equal({
      new: 0,
      updated: 0,
      unchanged: 223,
      conflicting: 0,
      failed: 0,
    });
    expect(report.cards).to.include({ new: 0, updated: 0, unchanged: 450 });
    expect(report.decks).to.include({ new: 0, updated: 0, unchanged: 15 });
    expect(report.media).to.include({ new: 0 });
    const { rows } = await database.read(tenantId, (db) =>
      db.query('select max(n) as n from deck_revision'),
    );
    expect(rows).to.deep.equal([{ n: 1 }]);
  });

  it('leaves and comes back unchanged', async () => {
    const root = await database.read(tenantId, (db) =>
      findByTitle(db, { parentId: null, title: 'Geography' }),
    );
    const exported = await readDeckDocument({
      database,
      tenantId,
      deckId: root ?? '',
      n: 'latest',
      children: 'with',
      atomKeys: 'id',
    });
    const content = await start('json');
    const renderer = createContentRenderer();
    const apply = (batch: SourceBatch) => content.apply(renderer.render(batch));
    await apply({ type: 'decks', decks: exported.decks, noteTypes: exported.noteTypes });
    await apply({ type: 'media', media: exported.media.map((file) => ({ ...file, path: '' })) });
    for await (const atoms of exported.atoms()) await apply({ type: 'atoms', atoms });
    const { notes, cards } = await content.finish();
    expect(notes).to.include({ new: 0, updated: 0, conflicting: 0, failed: 0 });
    expect(notes.unchanged).to.be.greaterThan(200);
    expect(cards).to.include({ new: 0, updated: 0 });
  });

  it('finds what it holds', async () => {
    const { rows } = await database.read(tenantId, (db) =>
      searchContent(db, { q: 'Paris', limit: 5 }),
    );
    expect(rows.map(({ snippetHtml }) => snippetHtml).join()).to.contain('<mark>Paris</mark>');
  });
});
