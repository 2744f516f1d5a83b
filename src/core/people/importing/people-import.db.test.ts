import { expect } from 'chai';
import fc from 'fast-check';
import type { Database } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { createImportReport } from '../../decks/importing/import-report.ts';
import { listPeople } from '../person.store.ts';
import { createPerson, updatePerson } from '../person.ts';
import { createPeopleImport } from './people-import.ts';
import type { PersonEntry } from './person-entry.ts';

describe('people import', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const entry = (name: string, change: Partial<PersonEntry> = {}): PersonEntry => ({
    at: `row ${name}`,
    displayName: name,
    externalId: name,
    groups: [],
    ...change,
  });
  async function run(...people: PersonEntry[]) {
    const report = createImportReport();
    await createPeopleImport({ database, tenantId, system: 'csv', report }).apply(people);
    return report;
  }
  const people = () => database.read(tenantId, (db) => listPeople(db, { limit: 50 }));
  const count = async (sql: string) =>
    (await database.read(tenantId, (db) => db.query(sql))).rows.length;

  it('makes people, their groups and an event each, once', async () => {
    const file = [
      entry('Ada', { email: 'ada@x.org', groups: ['A', 'B'] }),
      entry('Bob', { groups: ['A'] }),
    ];
    const first = await run(...file);
    expect(first.people).to.include({ new: 2, unchanged: 0 });
    expect(first.groups).to.include({ new: 2 });
    const again = await run(...file);
    expect(again.people).to.deep.equal({
      new: 0,
      updated: 0,
      unchanged: 2,
      conflicting: 0,
      failed: 0,
    });
    expect(again.groups).to.include({ new: 0, unchanged: 2 });
    expect(await count('select 1 from membership')).to.equal(3);
    expect(await count(`select 1 from outbox_event where type = 'person.provisioned'`)).to.equal(2);
  });

  it('updates what the file tells and leaves the rest', async () => {
    await run(entry('Ada', { email: 'ada@x.org', locale: 'en' }));
    const report = await run({ ...entry('Ada'), displayName: 'Ada L.', timeZone: 'Europe/London' });
    expect(report.people).to.include({ updated: 1 });
    expect((await people())[0]).to.include({
      displayName: 'Ada L.',
      email: 'ada@x.org',
      locale: 'en',
      timeZone: 'Europe/London',
    });
  });

  it('keeps an edit made in the hub until the file says something new', async () => {
    await run(entry('Ada'));
    const [ada] = await people();
    await database.tenant(tenantId, (db) =>
      updatePerson(db, { id: ada?.id ?? '', changes: { displayName: 'Countess' } }),
    );
    expect((await run(entry('Ada'))).people).to.include({ unchanged: 1 });
    expect((await people())[0]?.displayName).to.equal('Countess');
  });

  it('knows people without an id by the e-mail of an earlier file, and nobody from elsewhere', async () => {
    await database.tenant(tenantId, (db) =>
      createPerson(db, { input: { displayName: 'Other', email: 'ada@x.org' }, source: 'local' }),
    );
    const byMail: PersonEntry = { at: 'row 1', displayName: 'Ada', email: 'ADA@x.org', groups: [] };
    expect((await run(byMail)).people).to.include({ new: 1 });
    expect((await run({ ...byMail, email: 'ada@X.org', displayName: 'Ada L.' })).people).to.include(
      { updated: 1 },
    );
    expect((await run({ ...byMail, externalId: '7' })).people).to.include({ updated: 1 });
    expect((await run({ ...byMail, externalId: '8' })).people).to.include({ new: 1 });
    expect(await people()).to.have.length(3);
  });

  it('tells who cannot be taken and goes on', async () => {
    const report = await run(
      entry('Ada'),
      entry('Twin', { externalId: 'Ada' }),
      { at: 'row 3', displayName: 'Nobody', groups: [] },
      entry('Mars', { timeZone: 'Mars/Olympus' }),
      entry('N\0ul'),
    );
    expect(report.people).to.include({ new: 2, failed: 3 });
    expect(report.problems.map(({ at }) => at)).to.deep.equal(['row Twin', 'row 3', 'row Mars']);
  });

  describe('planned first', () => {
    async function plan(...people: PersonEntry[]) {
      const report = createImportReport();
      const half = Math.ceil(people.length / 2);
      const planned = createPeopleImport({ database, tenantId, system: 'csv', report });
      for (const batch of [people.slice(0, half), people.slice(half)]) await planned.plan(batch);
      return report;
    }

    it('counts what applying would do, tells whose fields differ, and stores nothing', async () => {
      await run(
        entry('Ada', { email: 'ada@x.org', groups: ['A'] }),
        entry('Bob', { groups: ['A'] }),
        entry('Cy'),
      );
      const file = [
        entry('Ada', { email: 'countess@x.org', groups: ['A'] }),
        entry('Bob', { groups: ['A', 'B'] }),
        entry('Cy'),
        entry('Di', { groups: ['B'] }),
        entry('Di'),
        { at: 'row 9', displayName: 'Nobody', groups: [] },
      ];
      const before = await people();
      const planned = await plan(...file);
      expect(await people()).to.deep.equal(before);
      expect(await count(`select 1 from person_group where name = 'B'`)).to.equal(0);
      expect(planned.plan).to.deep.equal([
        { at: 'row Ada', action: 'updated', displayName: 'Ada', changed: ['email'] },
        { at: 'row Bob', action: 'updated', displayName: 'Bob', changed: ['groups'] },
        { at: 'row Di', action: 'new', displayName: 'Di', changed: [] },
      ]);
      const applied = await run(...file);
      expect(planned.people).to.deep.equal(applied.people);
      expect(planned.groups.new).to.equal(applied.groups.new);
      expect(planned.problems).to.deep.equal(applied.problems);
    });

    it('says the same as applying, whatever files came before', async () => {
      const people = fc.array(
        fc.record({
          externalId: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
          email: fc.option(fc.constantFrom('a@x.org', 'A@x.org', 'b@x.org'), { nil: undefined }),
          displayName: fc.constantFrom('Ada', 'Bob', 'N\0ul'),
          groups: fc.subarray(['A', 'B']),
        }),
        { maxLength: 4 },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(people, { minLength: 1, maxLength: 3 }), async (files) => {
          tenantId = await testTenant(database);
          for (const file of files) {
            const entries = file.map(({ externalId, email, ...rest }, n) => ({
              ...rest,
              at: `row ${n}`,
              ...(externalId !== undefined && { externalId }),
              ...(email !== undefined && { email }),
            }));
            const report = createImportReport();
            const importing = createPeopleImport({ database, tenantId, system: 'csv', report });
            await importing.plan(entries);
            expect(report.people).to.deep.equal((await run(...entries)).people);
          }
        }),
        { numRuns: 40 },
      );
    });
  });

  it('keeps tenants apart', async () => {
    await run(entry('Ada'));
    tenantId = await testTenant(database);
    expect((await run(entry('Ada'))).people).to.include({ new: 1 });
    expect(await people()).to.have.length(1);
  });
});
