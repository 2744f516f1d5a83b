import { expect } from 'chai';
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

  it('keeps tenants apart', async () => {
    await run(entry('Ada'));
    tenantId = await testTenant(database);
    expect((await run(entry('Ada'))).people).to.include({ new: 1 });
    expect(await people()).to.have.length(1);
  });
});
