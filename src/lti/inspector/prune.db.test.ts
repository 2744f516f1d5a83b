import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { insertLogin } from '../login/login.store.ts';
import { listLaunches, recordLaunch } from './launches.store.ts';
import { inspectorPruneHandler } from './prune.ts';

const DAY_MS = 86_400_000;

describe('the inspector, each hour', () => {
  let database: Database;
  let tenantId: string;
  const registrationId = uuidv7();

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
  });

  const prune = () => {
    const transact: JobContext['transact'] = (work) => database.tenant(tenantId, work);
    const job = { id: uuidv7(), tenantId, kind: '', payload: {}, attempt: 1 };
    const context = { transact, complete: transact, progress: async () => {} };
    return inspectorPruneHandler.run(job, { ...context, signal: new AbortController().signal });
  };
  const launches = () =>
    database.read(tenantId, (db) => listLaunches(db, { after: undefined, limit: 100 }));
  const login = (expiresAt: Date) =>
    database.tenant(tenantId, (db) =>
      insertLogin(db, {
        ...{ id: uuidv7(), stateHash: uuidv7(), nonce: 'n', bindingHash: 'b', registrationId },
        ...{ targetLinkUri: 'https://hub.example/lti/launch', storageTarget: null },
        ...{ steps: [{ name: 'readLogin', ms: 1 }], expiresAt },
      }),
    );
  const record = async (ageDays: number) => {
    const id = uuidv7();
    await database.tenant(tenantId, async (db) => {
      await recordLaunch(db, {
        ...{ id, reference: 'R', registrationId, deploymentId: null, message: null },
        ...{ outcome: 'refused', errorCode: null, personId: null, contextId: null, linkId: null },
        ...{ steps: [], claims: {}, ms: 0 },
      });
      await db.query('update lti_launch set created_at = $3 where tenant_id = $1 and id = $2', [
        tenantId,
        id,
        new Date(Date.now() - ageDays * DAY_MS),
      ]);
    });
    return id;
  };

  it('keeps a login whose launch never came as one that was abandoned', async () => {
    await login(new Date(Date.now() - 1_000));
    await login(new Date(Date.now() + 60_000));
    await prune();
    const [abandoned, ...more] = await launches();
    expect(more).to.deep.equal([]);
    expect(abandoned).to.include({ outcome: 'abandoned', registrationId });
    expect(abandoned?.steps).to.deep.equal([{ name: 'readLogin', ms: 1 }]);
    expect(abandoned?.reference).to.match(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    await prune();
    expect(await launches()).to.have.length(1);
  });

  it('forgets what is older than 30 days, and nothing else', async () => {
    const [kept] = [await record(29), await record(31)];
    await prune();
    expect((await launches()).map(({ id }) => id)).to.deep.equal([kept]);
  });
});
