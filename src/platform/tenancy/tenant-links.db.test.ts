import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { parseMasterKeys } from '../crypto/master-keys.ts';
import { type LinkClaims, SignedLinkError } from '../crypto/signed-links.ts';
import { uuidv7 } from '../crypto/uuid.ts';
import type { Database, TenantDb } from '../database/database.ts';
import { testDatabase, testTenant } from '../database/test-database.ts';
import { renewDataKey } from './data-keys.ts';
import { createTenantLinks, type TenantLinks } from './tenant-links.ts';
import { listSecrets } from './tenants.store.ts';

describe('links of a tenant', () => {
  const master = parseMasterKeys(randomBytes(32).toString('base64'));
  let claims: LinkClaims;
  let database: Database;
  let tenantId: string;
  let links: TenantLinks;

  beforeEach(async () => {
    claims = { purpose: 'look', payload: { at: 1 }, expiresAt: Date.now() + 60_000 };
    database = await testDatabase();
    tenantId = await testTenant(database);
    await database.tenant(tenantId, (db) => renewDataKey(db, master));
    links = createTenantLinks({ database, master }, 'links');
  });

  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('hold what was signed, whoever asks and from wherever', async () => {
    const tokens = [
      await database.tenant(tenantId, (db) => links.sign(db, claims)),
      await links.sign(tenantId, claims),
    ];
    const elsewhere = createTenantLinks({ database, master }, 'links');
    for (const token of tokens) {
      expect(await elsewhere.verify(token, 'look')).to.deep.equal({
        ...{ tenantId, payload: { at: 1 } },
      });
      expect(await failureOf(elsewhere.verify(token, 'other'))).to.include({ code: 'invalid' });
    }
  });

  it('are signed in a unit of work while others wait for its connection', async () => {
    let begun: (db: TenantDb) => void = () => undefined;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const unit = new Promise<TenantDb>((resolve) => {
      begun = resolve;
    });
    const working = database.tenant(tenantId, async (db) => {
      begun(db);
      await ended;
    });
    const db = await unit;
    const waiting = links.sign(tenantId, claims);
    const token = await links.sign(db, claims);
    end();
    await working;
    expect((await links.verify(token, 'look')).tenantId).to.equal(tenantId);
    expect((await links.verify(await waiting, 'look')).tenantId).to.equal(tenantId);
  });

  it('are invalid of a tenant that has signed none or is not there; nothing is made for them', async () => {
    const token = (await links.sign(tenantId, claims)).split('~')[1];
    const other = await testTenant(database);
    for (const id of [other, uuidv7()]) {
      const failure = await failureOf(links.verify(`${id}~${token}`, 'look'));
      expect(failure).to.be.instanceOf(SignedLinkError);
    }
    expect(await database.read(other, listSecrets)).to.deep.equal([]);
  });

  it('are not called invalid when the database does not answer', async () => {
    const token = await links.sign(tenantId, claims);
    const away = new Error('connection lost');
    const lost = { ...database, read: () => Promise.reject(away) };
    const fresh = createTenantLinks({ database: lost, master }, 'links');
    expect(await failureOf(fresh.verify(token, 'look'))).to.equal(away);
  });
});
