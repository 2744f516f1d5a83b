import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { parseMasterKeys } from '../crypto/master-keys.ts';
import { DecryptError } from '../crypto/sealed-box.ts';
import { newSecret } from '../crypto/secret.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { testDatabase, testTenant } from '../database/test-database.ts';
import { decryptInTenant, encryptInTenant, renewDataKey } from './data-keys.ts';
import { rotateTenant, tenantSecret } from './keyring.ts';
import { insertSecret, lockDataKeys, updateDataKeys } from './tenants.store.ts';

describe("a tenant's data keys", () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
  const master = parseMasterKeys(`${old}`);
  const place = { table: 'tenant_secret', rowId: 'late', column: 'ciphertext' };
  let database: Database;
  let tenantId: string;

  beforeEach(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
    await inTenant((db) => renewDataKey(db, master));
  });

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const write = (plaintext: Uint8Array) =>
    inTenant((db) => encryptInTenant(db, master, { plaintext, place }));
  const read = (ciphertext: string, keys = master) =>
    inTenant((db) => decryptInTenant(db, keys, { ciphertext, place }));
  const rotate = (keys = master) => inTenant((db) => rotateTenant(db, keys));

  /** As if the retired keys had been retired earlier. */
  const daysPass = (days: number) =>
    inTenant(async (db) => {
      const earlier = (at: string) => new Date(Date.parse(at) - days * 86_400_000).toISOString();
      const keys = await lockDataKeys(db);
      await updateDataKeys(
        db,
        keys.map(({ retiredAt, ...key }) =>
          retiredAt ? { ...key, retiredAt: earlier(retiredAt) } : key,
        ),
      );
    });

  it('read what was written before a rotation, under the new master key alone', async () => {
    const secret = newSecret();
    const written = await write(secret);
    await rotate(parseMasterKeys(`${fresh},${old}`));
    const onlyFresh = parseMasterKeys(`${fresh}`);
    expect(secret.equals(await read(written, onlyFresh))).to.equal(true);
  });

  it('are dropped by a rotation two days after they retired', async () => {
    const written = await write(newSecret());
    await rotate();
    await daysPass(1.9);
    await rotate();
    expect(await read(written)).to.have.length(32);
    await daysPass(0.2);
    await rotate();
    expect(await read(written).catch((error) => error)).to.be.instanceOf(DecryptError);
  });

  it('keep a secret that came under a key just retired, through all later rotations', async () => {
    const secret = newSecret();
    const late = await write(secret);
    await rotate();
    await inTenant((db) => insertSecret(db, place.rowId, late));
    for (let i = 0; i < 2; i += 1) {
      await daysPass(3);
      await rotate();
    }
    const kept = await inTenant((db) => tenantSecret(db, master, place.rowId));
    expect(secret.equals(kept)).to.equal(true);
  });

  it('are all kept by rotations at the same time', async () => {
    await Promise.all([rotate(), rotate(), rotate()]);
    expect(await inTenant(lockDataKeys)).to.have.length(4);
  });
});
