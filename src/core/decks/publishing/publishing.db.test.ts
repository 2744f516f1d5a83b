import { expect } from 'chai';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { createAtom, deleteAtom, updateAtom } from '../atoms/atom.ts';
import { createDeck, getDeck, updateDeck } from '../deck.ts';
import { publishDeck } from './publish.ts';
import { listRevisions } from './revision.store.ts';
import {
  type ItemCursor,
  loadRevisionItems,
  pinContent,
  type RevisionQuery,
  streamRevisionItems,
} from './revision-items.ts';

describe('publishing', () => {
  let database: Database;
  let tenantId: string;
  let deckId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    deckId = (await run((db) => createDeck(db, { title: 'Deck' }))).id;
  });

  const run = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const add = (text: string, to = deckId) =>
    run((db) => createAtom(db, { deckId: to, input: { body: { type: 'cloze', text } } }));
  const publish = (id = deckId) =>
    run((db) => publishDeck(db, { deckId: id, publishedBy: 'key 1' }));
  const pin = (query: Partial<RevisionQuery> = {}) =>
    run((db) => pinContent(db, { deckId, n: 'latest', children: 'without', ...query }));
  const codeOf = (work: Promise<unknown>) => work.then(() => 'fine').catch((e) => e.code);

  async function fronts(query: Partial<RevisionQuery> = {}): Promise<string[]> {
    const { decks } = await pin(query);
    const pages = [];
    for await (const page of streamRevisionItems({ database, tenantId }, decks))
      pages.push(...page);
    return pages.map(({ front }) => front.replaceAll(/<[^>]*>/g, ''));
  }

  it('freezes what is there, and tells of it', async () => {
    const atom = await add('{{c1::Paris}} {{c2::Rome}}');
    const revision = await publish();
    expect(revision).to.include({ revision: 1, atoms: 1, prompts: 2, publishedBy: 'key 1' });
    await run((db) =>
      updateAtom(db, { id: atom.id, changes: { body: { type: 'cloze', text: '{{c1::Oslo}}!' } } }),
    );
    expect(await fronts()).to.have.length(2);
    await publish();
    expect(await fronts()).to.deep.equal(['[...]!']);
    expect(await fronts({ n: 1 })).to.have.length(2);
    const events = await run((db) =>
      db.query<{ payload: object }>(
        `select payload from outbox_event where type = 'deck.published' order by id`,
      ),
    );
    expect(events.rows.map(({ payload }) => payload)).to.have.nested.property('[1].revision', 2);
    expect(await run((db) => getDeck(db, deckId))).to.include({
      status: 'published',
      revision: 2,
      prompts: 1,
    });
  });

  it('stays at the same revision while nothing has changed', async () => {
    const atom = await add('{{c1::Paris}}');
    const first = await publish();
    expect(await publish()).to.deep.equal(first);
    await run((db) => deleteAtom(db, { id: atom.id }));
    expect(await publish()).to.include({ revision: 2, atoms: 0 });
    expect(await fronts({ n: 1 })).to.have.length(1);
    expect(await run((db) => listRevisions(db, { deckId, limit: 9 }))).to.have.length(2);
  });

  it('gives one number each to two who publish at once', async () => {
    await add('{{c1::Paris}}');
    const [a, b] = await Promise.all([publish(), publish()]);
    expect([a.revision, b.revision]).to.deep.equal([1, 1]);
  });

  it('plays children after their parent, in the order of their paths, and pins them', async () => {
    await add('{{c1::root}} a');
    const beta = await run((db) => createDeck(db, { title: 'Beta', parentId: deckId }));
    const alpha = await run((db) => createDeck(db, { title: 'Alpha', parentId: deckId }));
    const below = await run((db) => createDeck(db, { title: 'Below', parentId: alpha.id }));
    const draft = await run((db) => createDeck(db, { title: 'Draft', parentId: deckId }));
    for (const [deck, text] of [
      [beta, 'beta'],
      [alpha, 'alpha'],
      [below, 'below'],
      [draft, 'draft'],
    ] as const) {
      await add(`{{c1::x}} ${text}`, deck.id);
      if (deck !== draft) await publish(deck.id);
    }
    await publish();
    const all = ['[...] a', '[...] alpha', '[...] below', '[...] beta'];
    expect(await fronts({ children: 'with' })).to.deep.equal(all);
    expect(await fronts()).to.deep.equal(['[...] a']);
    const pinned = await pin({ children: 'with' });
    expect(pinned).to.include({ prompts: 4 });
    await add('{{c1::x}} later', beta.id);
    await publish(beta.id);
    expect((await pin({ children: 'with' })).revision).not.to.equal(pinned.revision);
    const still = await run((db) => loadRevisionItems(db, { decks: pinned.decks, limit: 99 }));
    expect(still.items).to.have.length(4);
    await run((db) => updateDeck(db, { id: alpha.id, changes: { archived: true } }));
    expect(await fronts({ children: 'with' })).to.deep.equal([
      '[...] a',
      '[...] beta',
      '[...] later',
    ]);
  });

  it('loads items in pages that neither repeat nor skip', async () => {
    for (let i = 0; i < 7; i++) await add(`{{c1::x}} {{c2::y}} ${i}`);
    await publish();
    const { decks } = await pin();
    const ids: string[] = [];
    let after: ItemCursor | undefined;
    do {
      const page = await run((db) => loadRevisionItems(db, { decks, after, limit: 3 }));
      ids.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    expect(ids).to.have.length(14);
    expect(new Set(ids).size).to.equal(14);
  });

  it('refuses what is not published, archived or of another tenant', async () => {
    expect(await codeOf(pin())).to.equal('not_published');
    await publish();
    expect(await codeOf(pin({ n: 7 }))).to.equal('not_published');
    await run((db) => updateDeck(db, { id: deckId, changes: { archived: true } }));
    expect(await codeOf(publish())).to.equal('conflict');
    tenantId = await testTenant(database);
    expect(await codeOf(publish())).to.equal('not_found');
    expect(await codeOf(pin({ n: 1 }))).to.equal('not_published');
  });
});
