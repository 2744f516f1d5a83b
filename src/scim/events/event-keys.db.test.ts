import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { parseMasterKeys } from '../../platform/crypto/master-keys.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { renewDataKey } from '../../platform/tenancy/data-keys.ts';
import { createEventKeys } from './event-keys.ts';

describe('the key that signs events', () => {
  it('is one for each tenant, whichever process asks first', async () => {
    const database = await testDatabase();
    const master = parseMasterKeys(randomBytes(32).toString('base64'));
    const tenants = [await testTenant(database), await testTenant(database)];
    for (const tenantId of tenants) {
      await database.tenant(tenantId, (db) => renewDataKey(db, master));
    }
    const kids = await Promise.all(
      tenants.map(async (tenantId) => {
        const processes = [0, 1, 2].map(() => createEventKeys({ database, master }));
        const keys = await Promise.all(processes.map((keysOf) => keysOf.of(tenantId)));
        return new Set(keys.map(({ kid }) => kid));
      }),
    );
    expect(kids.map(({ size }) => size)).to.deep.equal([1, 1]);
    expect(kids[0]).not.to.deep.equal(kids[1]);
  }).timeout(30_000);
});
