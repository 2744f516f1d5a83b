import { expect } from 'chai';
import { emit } from '../core/events/emit.store.ts';
import { withReactions } from '../core/events/reactions.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { Database } from '../platform/database/database.ts';
import { testDatabase } from '../platform/database/test-database.ts';
import { directoryReactions } from './reactions.ts';
import { listSyncs } from './syncs/sync.store.ts';
import { type TestCompany, testCompany } from './testing/test-company.ts';

describe('a directory whose departures are released', () => {
  let database: Database;
  let company: TestCompany;

  beforeEach(async () => {
    database = withReactions(await testDatabase(), directoryReactions);
    company = await testCompany(database);
  });
  afterEach(() => company.close());

  const released = (connectionId: string) =>
    database.tenant(company.tenantId, (db) =>
      emit(db, {
        ...{ type: 'departures.released', subject: connectionId },
        payload: { connectionId, holdId: uuidv7(), by: 'key:1' },
      }),
    );
  const syncs = () =>
    database.read(company.tenantId, (db) =>
      listSyncs(db, { connectionId: company.connectionId, after: undefined, limit: 10 }),
    );

  it('is synced at once, by whoever released them, and once', async () => {
    await released(company.connectionId);
    await released(company.connectionId);
    const [sync, ...more] = await syncs();
    expect(sync).to.include({ mode: 'apply', scope: 'auto', requestedBy: 'key:1' });
    expect(more).to.deep.equal([]);
  });

  it('is not where it is paused, or another connection is meant', async () => {
    await company.change((connection) => ({ ...connection, enabled: false }));
    await released(company.connectionId);
    await released(uuidv7());
    expect(await syncs()).to.deep.equal([]);
  });
});
