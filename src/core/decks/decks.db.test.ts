import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createAtom } from './atoms/atom.ts';
import type { CreateDeck, UpdateDeck } from './deck.schema.ts';
import { listDecks } from './deck.store.ts';
import { createDeck, deleteDeck, getDeck, updateDeck } from './deck.ts';

describe('decks', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const run = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const make = (title: string, more: Partial<CreateDeck> = {}) =>
    run((db) => createDeck(db, { title, ...more }));
  const change = (id: string, changes: UpdateDeck, version?: number) =>
    run((db) => updateDeck(db, { id, version, changes }));
  const codeOf = (work: Promise<unknown>) => work.then(() => 'fine').catch((e) => e.code);
  const paths = async () =>
    (await run((db) => listDecks(db, { limit: 99 }))).map(({ path }) => path).sort();

  it('makes decks below one another, in the language of their parent', async () => {
    const root = await make('Geography', {
      language: 'de',
      description: '<b onclick="x()">Hi</b>',
    });
    expect(root).to.include({ path: 'Geography', status: 'draft', revision: 0, version: 1 });
    expect(root.description).to.equal('<b>Hi</b>');
    const child = await make('Europe', { parentId: root.id });
    expect(child).to.include({ path: 'Geography::Europe', language: 'de', parentId: root.id });
    expect(await codeOf(make('Europe', { parentId: root.id }))).to.equal('conflict');
    expect(await codeOf(make('Geography'))).to.equal('conflict');
    expect(await codeOf(make('Lost', { parentId: uuidv7() }))).to.equal('not_found');
  });

  it('takes along what is below when it is renamed or moved', async () => {
    const a = await make('A');
    const b = await make('B', { parentId: a.id });
    const c = await make('C', { parentId: b.id });
    const ab = await make('AB');
    await change(a.id, { title: 'Z%_' });
    expect(await paths()).to.deep.equal(['AB', 'Z%_', 'Z%_::B', 'Z%_::B::C']);
    await change(b.id, { parentId: ab.id });
    expect(await paths()).to.deep.equal(['AB', 'AB::B', 'AB::B::C', 'Z%_']);
    await change(c.id, { parentId: null, title: 'Top' });
    expect(await paths()).to.deep.equal(['AB', 'AB::B', 'Top', 'Z%_']);
  });

  it('refuses to put a deck below itself, a taken title and a stale version', async () => {
    const a = await make('A');
    const b = await make('B', { parentId: a.id });
    await make('C');
    expect(await codeOf(change(a.id, { parentId: b.id }))).to.equal('invalid');
    expect(await codeOf(change(a.id, { parentId: a.id }))).to.equal('invalid');
    expect(await codeOf(change(a.id, { title: 'C' }))).to.equal('conflict');
    expect(await codeOf(change(a.id, { title: 'D' }, 9))).to.equal('version_mismatch');
    expect(await codeOf(change(uuidv7(), { title: 'D' }))).to.equal('not_found');
  });

  it('archives a deck with all below it, out of lists unless asked for', async () => {
    const a = await make('A');
    await make('B', { parentId: a.id });
    await make('C');
    await change(a.id, { archived: true });
    expect(await paths()).to.deep.equal(['C']);
    expect(await run((db) => listDecks(db, { status: 'archived', limit: 9 }))).to.have.length(2);
    await change(a.id, { archived: false });
    expect(await paths()).to.deep.equal(['A', 'A::B', 'C']);
    expect((await run((db) => getDeck(db, a.id))).status).to.equal('draft');
  });

  it('lists in pages, by parent and by a part of the path', async () => {
    const a = await make('A');
    const b = await make('Bees', { parentId: a.id });
    await make('C');
    const list = (filter: Partial<Parameters<typeof listDecks>[1]>) =>
      run((db) => listDecks(db, { limit: 9, ...filter }));
    expect((await list({ limit: 1 })).map(({ id }) => id)).to.deep.equal([a.id]);
    expect((await list({ limit: 1, after: a.id })).map(({ id }) => id)).to.deep.equal([b.id]);
    expect(await list({ parent: 'none' })).to.have.length(2);
    expect((await list({ parent: a.id })).map(({ id }) => id)).to.deep.equal([b.id]);
    expect((await list({ q: 'a::bee' })).map(({ id }) => id)).to.deep.equal([b.id]);
  });

  it('deletes only a deck that never held anything', async () => {
    const a = await make('A');
    const b = await make('B', { parentId: a.id });
    expect(await codeOf(run((db) => deleteDeck(db, { id: a.id })))).to.equal('conflict');
    await run((db) =>
      createAtom(db, { deckId: a.id, input: { body: { type: 'text', html: 'x' } } }),
    );
    await run((db) => deleteDeck(db, { id: b.id, version: 1 }));
    expect(await codeOf(run((db) => deleteDeck(db, { id: a.id })))).to.equal('conflict');
    expect(await paths()).to.deep.equal(['A']);
  });

  it('shows another tenant nothing, and lets it use the same titles', async () => {
    const a = await make('A');
    tenantId = await testTenant(database);
    expect(await paths()).to.deep.equal([]);
    expect(await codeOf(run((db) => getDeck(db, a.id)))).to.equal('not_found');
    expect(await codeOf(change(a.id, { title: 'B' }))).to.equal('not_found');
    expect(await codeOf(run((db) => deleteDeck(db, { id: a.id })))).to.equal('not_found');
    expect(await codeOf(make('B', { parentId: a.id }))).to.equal('not_found');
    expect(await make('A')).to.include({ path: 'A' });
  });
});
