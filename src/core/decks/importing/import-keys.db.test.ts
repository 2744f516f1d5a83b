import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { type ContentImport, createContentImport } from '../content-import.ts';
import type { SourceBatch } from './content-batch.ts';
import { createContentRenderer } from './content-renderer.ts';
import { file, importFile, note } from './test-content.ts';

describe('content import: keys, places and refusals', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const run = (batches: SourceBatch[], options: { deckId?: string; system?: string } = {}) =>
    importFile(batches, { database, tenantId, ...options });
  const one = async <R extends Record<string, unknown>>(sql: string) =>
    (await database.read(tenantId, (db) => db.query<R>(sql))).rows;

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

  it('finds the prompts of cards by the keys of the file, in the same import and in a later one', async () => {
    const start = () =>
      createContentImport({ database, tenantId, system: 'anki', putMedia: async () => undefined });
    const renderer = createContentRenderer();
    const cards = [
      { atomKey: 'a', ord: 1 },
      { atomKey: 'a', ord: 9 },
      { atomKey: 'zz', ord: 0 },
    ];
    const found = async (content: ContentImport) =>
      cards.map(await database.read(tenantId, (db) => content.resolvePrompts(db, cards)));
    const content = await start();
    for (const batch of file(note('a', ['1', 'one']))) await content.apply(renderer.render(batch));
    const [prompt] = await one<{ id: string }>('select id from prompt where ord = 1');
    expect(prompt).to.not.equal(undefined);
    for (const importing of [content, await start()]) {
      expect(await found(importing)).to.deep.equal([prompt?.id, undefined, undefined]);
    }
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

  it('shows another tenant nothing', async () => {
    await run(file(note('a', ['1', 'one'])));
    const other = await testTenant(database);
    const content = await createContentImport({
      database,
      tenantId: other,
      system: 'anki',
      putMedia: async () => undefined,
    });
    const card = { atomKey: 'a', ord: 0 };
    const promptId = await database.read(other, (db) => content.resolvePrompts(db, [card]));
    expect(promptId(card)).to.equal(undefined);
  });
});
