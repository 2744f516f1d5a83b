import { expect } from 'chai';
import type { Database } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { createAtom, deleteAtom, updateAtom } from '../atoms/atom.ts';
import { createDeck, updateDeck } from '../deck.ts';
import { type ContentQuery, searchContent } from './search.ts';
import { searchConfiguration } from './search-language.ts';

describe('search', () => {
  let database: Database;
  let tenantId: string;
  const ids: Record<string, string> = {};

  async function add(name: string, deckId: string, front: string, back = '') {
    const { id } = await database.tenant(tenantId, (db) =>
      createAtom(db, { deckId, input: { body: { type: 'flashcard', front, back } } }),
    );
    ids[name] = id;
  }

  before(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
    const [english, german, thai] = await database.tenant(tenantId, async (db) => [
      await createDeck(db, { title: 'Running animals', language: 'en' }),
      await createDeck(db, { title: 'Hauptstädte', language: 'de' }),
      await createDeck(db, { title: 'Plain', language: 'th' }),
    ]);
    Object.assign(ids, { english: english?.id, german: german?.id, thai: thai?.id });
    await add('runner', ids.english ?? '', 'The runners were running', 'over <b>a < b</b> & hills');
    await add(
      'passing',
      ids.english ?? '',
      'Hills',
      'and, in passing, a long text in which somebody runs',
    );
    await add('häuser', ids.german ?? '', 'Die Häuser von Wien', 'alte Gebäude');
    await add('plain', ids.thai ?? '', 'the runners zzyzx', 'the');
  });

  const search = (query: Partial<ContentQuery>, tenant = tenantId) =>
    database.read(tenant, (db) => searchContent(db, { q: '', limit: 20, ...query }));
  const found = async (q: string, more: Partial<ContentQuery> = {}) =>
    (await search({ q, ...more })).rows.map(({ id }) =>
      Object.keys(ids).find((k) => ids[k] === id),
    );

  it('finds words by their stem in the language of each deck', async () => {
    expect(await found('run')).to.have.members(['english', 'runner', 'passing']);
    expect(await found('Haus')).to.deep.equal(['häuser']);
    expect(await found('runners', { language: 'th' })).to.deep.equal(['plain']);
    expect(await found('zzyzx')).to.deep.equal(['plain']);
  });

  it('ranks a title before a passage', async () => {
    expect(await found('hill')).to.deep.equal(['passing', 'runner']);
  });

  it('takes phrases, alternatives and exclusions', async () => {
    expect(await found('"long text"')).to.deep.equal(['passing']);
    expect(await found('Wien or zzyzx')).to.have.members(['häuser', 'plain']);
    expect(await found('hills -passing')).to.deep.equal(['runner']);
  });

  it('marks what was found and escapes all else', async () => {
    const { rows } = await search({ q: 'hills runner' });
    const [hit] = rows;
    expect(hit?.titleHtml).to.equal('The <mark>runners</mark> were running');
    expect(hit?.snippetHtml).to.contain('a &lt; b &amp; <mark>hills</mark>');
    expect(hit).to.include({ kind: 'atom', deckPath: 'Running animals' });
  });

  it('cannot be talked into markup of its own', async () => {
    await add('evil', ids.thai ?? '', '&lt;mark&gt;\u0002qqq\u0003&lt;script&gt;');
    const { rows } = await search({ q: 'qqq' });
    expect(rows[0]?.titleHtml).to.equal('&lt;mark&gt;<mark>qqq</mark>&lt;script&gt;');
  });

  it('filters by kind and deck', async () => {
    expect(await found('run', { kind: 'deck' })).to.deep.equal(['english']);
    expect(await found('the runners', { deckIds: [ids.thai ?? ''] })).to.deep.equal(['plain']);
  });

  it('goes on after a page where it ended', async () => {
    const all = (await search({ q: 'run' })).rows.map(({ id }) => id);
    const pages: string[] = [];
    let after: ContentQuery['after'];
    do {
      const { rows, next } = await search({ q: 'run', limit: 1, after });
      pages.push(...rows.map(({ id }) => id));
      after = next ?? undefined;
    } while (after);
    expect(pages).to.deep.equal(all);
  });

  it('answers nothing to nothing, stop words, and broken input', async () => {
    for (const q of ['', '   ', '"', '-', 'the', "'; drop table", 'a\0b', '((((', ':*']) {
      expect((await search({ q, language: 'en' })).rows, q).to.have.length(0);
    }
  });

  it('follows changes, moves, archiving and deletion at once', async () => {
    await add('moving', ids.english ?? '', 'gnus');
    const change = (changes: Parameters<typeof updateAtom>[1]['changes']) =>
      database.tenant(tenantId, (db) => updateAtom(db, { id: ids.moving ?? '', changes }));
    await change({ body: { type: 'flashcard', front: 'zebras', back: '' } });
    expect(await found('gnu')).to.deep.equal([]);
    expect(await found('zebra')).to.deep.equal(['moving']);
    await change({ deckId: ids.german ?? '' });
    expect(await found('zebra', { deckIds: [ids.german ?? ''] })).to.deep.equal([]);
    expect(await found('zebras', { deckIds: [ids.german ?? ''] })).to.deep.equal(['moving']);
    const archive = (archived: boolean) =>
      database.tenant(tenantId, (db) =>
        updateDeck(db, { id: ids.german ?? '', changes: { archived } }),
      );
    await archive(true);
    expect(await found('zebras')).to.deep.equal([]);
    await archive(false);
    expect(await found('zebras')).to.deep.equal(['moving']);
    await database.tenant(tenantId, (db) =>
      updateDeck(db, { id: ids.german ?? '', changes: { language: 'en' } }),
    );
    expect(await found('zebra')).to.deep.equal(['moving']);
    await database.tenant(tenantId, (db) => deleteAtom(db, { id: ids.moving ?? '' }));
    expect(await found('zebra')).to.deep.equal([]);
  });

  it('finds nothing of another tenant', async () => {
    expect((await search({ q: 'run' }, await testTenant(database))).rows).to.have.length(0);
  });

  it('knows the configuration of a language, else reads words as they stand', () => {
    expect(
      ['de-AT', 'EN', 'pt_BR', 'th', 'constructor', ''].map(searchConfiguration),
    ).to.deep.equal(['german', 'english', 'portuguese', 'simple', 'simple', 'simple']);
  });
});
