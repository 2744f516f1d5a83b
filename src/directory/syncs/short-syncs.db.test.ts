import { expect } from 'chai';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { type TestCompany, testCompany } from '../testing/test-company.ts';
import { ldapPerson } from '../testing/test-directory.ts';

describe('syncs of a directory that are not read to their end', function () {
  this.timeout(30_000);
  let database: Database;
  let company: TestCompany;

  before(async () => {
    database = await testDatabase();
  });
  const hundreds = () => Array.from({ length: 1_100 }, (_, n) => ldapPerson(n));
  beforeEach(async () => {
    company = await testCompany(database);
    company.server.entries = hundreds();
    await company.sync('apply');
    company.server.searches = [];
  });
  afterEach(() => company.close());

  const failures: [string, () => void, string][] = [
    ['a lost connection', () => (company.server.faults.hangUpAtSearch = 3), 'disconnected'],
    ['a limit of the server', () => (company.server.faults.searchStatus = 4), 'truncated'],
    ['pages without an end', () => (company.server.faults.forgetsPaging = true), 'truncated'],
    ['a referral', () => (company.server.faults.referral = true), 'referral'],
    ['nobody at all', () => (company.server.entries = []), 'truncated'],
    [
      'ids that are not shown',
      () => {
        for (const entry of company.server.entries) entry.attributes = { uid: ['x'] };
      },
      'truncated',
    ],
  ];
  for (const [name, fault, code] of failures) {
    it(`change nothing: ${name}`, async () => {
      fault();
      const before = await company.people();
      const sync = await company.sync('apply', 'full');
      expect(sync.status).to.equal('failed');
      expect(sync.error?.code).to.equal(code);
      expect(sync.plan).to.equal(null);
      expect(await company.changes(sync)).to.deep.equal([]);
      expect(await company.people()).to.deep.equal(before);
    });
  }

  it('are never gone on with as nobody, who sees nothing: one connection, one account', async () => {
    company.server.faults.hangUpAtSearch = 3;
    const { connections } = company.server;
    await company.sync('apply', 'full');
    expect(company.server.connections).to.equal(connections + 1);
    expect(new Set(company.server.searches.map(({ boundAs }) => boundAs)).size).to.equal(1);
  });

  it('are held by the guard where rights were lost and half of them are not shown', async () => {
    await company.change((c) => ({ ...c, guard: { count: 100, percent: 10 } }));
    company.server.entries = hundreds().slice(0, 550);
    const planned = await company.sync('plan', 'full');
    expect(planned.held).to.deep.equal({ holdId: null, counted: 550, limit: 100 });
    const applied = await company.sync('apply', 'full');
    expect(applied.held?.counted).to.equal(550);
    expect(Object.values(await company.people()).every(Boolean)).to.equal(true);
  });
});
