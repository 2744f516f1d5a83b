import { expect } from 'chai';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { insertAssets } from '../assets/asset.store.ts';
import { listAtomConcepts, listConcepts } from '../concepts/concept.store.ts';
import { createConcept, deleteConcept, linkConcept, updateConcept } from '../concepts/concept.ts';
import { createDeck } from '../deck.ts';
import { deleteRelation, listRelations } from '../relations/relation.store.ts';
import { addRelation } from '../relations/relation.ts';
import type { CreateAtom, UpdateAtom } from './atom.schema.ts';
import { type AtomCursor, listAtoms } from './atom.store.ts';
import { createAtom, deleteAtom, getAtom, updateAtom } from './atom.ts';

describe('atoms', () => {
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
  const add = (input: CreateAtom) => run((db) => createAtom(db, { deckId, input }));
  const card = (front: string, more: Partial<CreateAtom> = {}) =>
    add({ body: { type: 'flashcard', front, back: 'back' }, ...more });
  const cloze = (text: string) => add({ body: { type: 'cloze', text } });
  const change = (id: string, changes: UpdateAtom, version?: number) =>
    run((db) => updateAtom(db, { id, version, changes }));
  const codeOf = (work: Promise<unknown>) => work.then(() => 'fine').catch((e) => e.code);
  const sha256 = 'cd'.repeat(32);

  it('renders an atom into prompts when it is made', async () => {
    const atom = await cloze('{{c1::Paris}} and {{c2::Rome}}');
    expect(atom).to.include({ kind: 'cloze', revision: 1, position: 0, title: 'Paris and Rome' });
    expect(atom.prompts.map(({ ord, retired }) => [ord, retired])).to.deep.equal([
      [0, false],
      [1, false],
    ]);
    expect((await card('second')).position).to.equal(1);
  });

  it('makes a further revision of a change, and retires prompts that are gone', async () => {
    const atom = await cloze('{{c1::Paris}} and {{c2::Rome}}');
    const body = { type: 'cloze' as const, text: '{{c2::Rome}} and {{c3::Oslo}}' };
    const changed = await change(atom.id, { body, tags: ['cities'], title: 'Cities' }, 1);
    expect(changed).to.include({ revision: 2, version: 2, title: 'Cities' });
    expect(changed.prompts.map(({ ord, retired }) => [ord, retired])).to.deep.equal([
      [0, true],
      [1, false],
      [2, false],
    ]);
    expect(changed.prompts[1]?.id).to.equal(atom.prompts[1]?.id);
    expect(await codeOf(change(atom.id, { tags: [] }, 1))).to.equal('version_mismatch');
    expect((await change(atom.id, { title: null })).title).to.equal('Rome and Oslo');
  });

  it('shows media by the names that it is given', async () => {
    const image = { type: 'image' as const, media: 'map.png' };
    const named = [{ name: 'map.png', sha256 }];
    expect(await codeOf(add({ body: image, media: named }))).to.equal('not_found');
    await run((db) => insertAssets(db, [{ sha256, mime: 'image/png', ext: 'png', bytes: 3 }]));
    const atom = await add({ body: image, media: named });
    const rendered = () =>
      run((db) =>
        db.query<{ text: string }>(
          'select rendered::text as text from atom_revision where atom_id = $1 order by n desc',
          [atom.id],
        ),
      );
    expect((await rendered()).rows[0]?.text).to.contain(`media/${sha256}.png`);
    await change(atom.id, { title: 'Map' });
    expect((await rendered()).rows[0]?.text).to.contain(`media/${sha256}.png`);
  });

  it('refuses what shows nothing or cannot be found', async () => {
    expect(await codeOf(cloze('no deletion'))).to.equal('invalid');
    for (const noteType of [uuidv7(), 'Basic']) {
      expect(await codeOf(add({ body: { type: 'note', noteType, fields: [] } }))).to.equal(
        'not_found',
      );
    }
    const lost = run((db) =>
      createAtom(db, { deckId: uuidv7(), input: { body: { type: 'text', html: 'x' } } }),
    );
    expect(await codeOf(lost)).to.equal('not_found');
    expect(await codeOf(change(uuidv7(), {}))).to.equal('not_found');
  });

  it('moves to the end of another deck, with its prompts', async () => {
    const atom = await card('a');
    const other = (await run((db) => createDeck(db, { title: 'Other' }))).id;
    const moved = await change(atom.id, { deckId: other });
    expect(moved).to.include({ deckId: other, position: 0 });
    expect(moved.prompts[0]).to.include({ deckId: other, id: atom.prompts[0]?.id });
    expect(await codeOf(change(atom.id, { deckId: uuidv7() }))).to.equal('not_found');
  });

  it('lists a deck in its order and in pages, and hides what is deleted', async () => {
    const atoms = [await card('a'), await card('b'), await card('c <b>bold</b>')];
    await run((db) => deleteAtom(db, { id: atoms[1]?.id ?? '' }));
    expect(await codeOf(run((db) => getAtom(db, atoms[1]?.id ?? '')))).to.equal('not_found');
    const seen: string[] = [];
    let after: AtomCursor | undefined;
    do {
      const { rows, next } = await run((db) => listAtoms(db, { deckId, limit: 1, after }));
      seen.push(...rows.map(({ title }) => title));
      after = next ?? undefined;
    } while (after);
    expect(seen).to.deep.equal(['a', 'c bold']);
    const found = await run((db) => listAtoms(db, { deckId, q: 'BOLD', limit: 9 }));
    expect(found.rows).to.have.length(1);
  });

  it('refuses a cycle of prerequisites and names it', async () => {
    const [a, b, c] = [await card('A'), await card('B'), await card('C')];
    const relate = (from: string, to: string, kind: 'prerequisite' | 'related' = 'prerequisite') =>
      run((db) => addRelation(db, { from, to, kind }));
    await relate(a.id, b.id);
    await relate(b.id, c.id);
    await relate(a.id, b.id);
    const error = await relate(c.id, a.id).catch((e) => e);
    expect(error.code).to.equal('prerequisite_cycle');
    expect(error.message).to.contain('"C" → "A" → "B" → "C"');
    expect(await codeOf(relate(a.id, a.id))).to.equal('prerequisite_cycle');
    await relate(c.id, a.id, 'related');
    expect(await codeOf(relate(a.id, uuidv7()))).to.equal('not_found');
    expect(await run((db) => listRelations(db, a.id))).to.have.length(2);
    const relation = { from: a.id, to: b.id, kind: 'prerequisite' as const };
    expect(await run((db) => deleteRelation(db, relation))).to.equal(true);
    await relate(c.id, a.id);
  });

  it('refuses a cycle that four would close at once, each with one part', async () => {
    const atoms = [await card('A'), await card('B'), await card('C'), await card('D')];
    const relate = (from: number) =>
      codeOf(
        run((db) =>
          addRelation(db, {
            from: atoms[from]?.id ?? '',
            to: atoms[(from + 1) % 4]?.id ?? '',
            kind: 'prerequisite',
          }),
        ),
      );
    // Connections are opened first, so that the four start together.
    await Promise.all(atoms.map(({ id }) => run((db) => getAtom(db, id))));
    const outcomes = await Promise.all([relate(0), relate(1), relate(2), relate(3)]);
    expect(outcomes.sort()).to.deep.equal(['fine', 'fine', 'fine', 'prerequisite_cycle']);
  });

  it('says what atoms have to do with concepts', async () => {
    const atom = await card('A');
    const concept = await run((db) => createConcept(db, { name: 'Capital' }));
    const other = await run((db) => createConcept(db, { name: 'River' }));
    expect(await codeOf(run((db) => createConcept(db, { name: 'River' })))).to.equal('conflict');
    const rename = run((db) => updateConcept(db, { id: other.id, changes: { name: 'Capital' } }));
    expect(await codeOf(rename)).to.equal('conflict');
    const changed = await run((db) =>
      updateConcept(db, { id: other.id, version: 1, changes: { description: 'flows' } }),
    );
    expect(changed).to.include({ name: 'River', description: 'flows', version: 2 });
    for (const role of ['uses', 'introduces'] as const) {
      await run((db) =>
        linkConcept(db, { atomId: atom.id, conceptId: concept.id, link: { role } }),
      );
    }
    expect(await run((db) => listAtomConcepts(db, atom.id))).to.deep.equal([
      { conceptId: concept.id, name: 'Capital', role: 'introduces', weight: 1 },
    ]);
    await run((db) => deleteConcept(db, { id: concept.id }));
    expect(await run((db) => listAtomConcepts(db, atom.id))).to.have.length(0);
    expect(await run((db) => listConcepts(db, { q: 'riv', limit: 9 }))).to.have.length(1);
  });

  it('shows another tenant nothing', async () => {
    const atom = await card('A');
    const concept = await run((db) => createConcept(db, { name: 'Capital' }));
    tenantId = await testTenant(database);
    expect(await codeOf(run((db) => getAtom(db, atom.id)))).to.equal('not_found');
    expect(await codeOf(change(atom.id, { title: 'X' }))).to.equal('not_found');
    expect(await codeOf(run((db) => deleteAtom(db, { id: atom.id })))).to.equal('not_found');
    expect((await run((db) => listAtoms(db, { deckId, limit: 9 }))).rows).to.have.length(0);
    expect(await run((db) => listConcepts(db, { limit: 9 }))).to.have.length(0);
    const link = run((db) =>
      linkConcept(db, { atomId: atom.id, conceptId: concept.id, link: { role: 'uses' } }),
    );
    expect(await codeOf(link)).to.equal('not_found');
  });
});
