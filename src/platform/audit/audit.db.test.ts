import { expect } from 'chai';
import { testDatabase, testTenant } from '../database/test-database.ts';
import { audit, listAuditEntries } from './audit.store.ts';
import { chainHash } from './audit.ts';

describe('the audit log', () => {
  it('takes text that the database cannot keep, and its hash is of what can be read again', async () => {
    const database = await testDatabase();
    const tenantId = await testTenant(database);
    const record = { actor: 'system', action: 'deck.renamed', subject: { type: 'deck', id: 'a' } };
    await database.tenant(tenantId, (db) =>
      audit(db, { ...record, detail: { name: 'U+0000 \0, half a pair \ud83d' } }),
    );
    const [entry] = await database.read(tenantId, (db) =>
      listAuditEntries(db, { before: undefined, limit: 1 }),
    );
    if (!entry) throw new Error('nothing was written');
    expect(entry.detail).to.deep.equal({ name: 'U+0000 , half a pair \ufffd' });
    const { seq, detail, previousHash, at } = entry;
    const read = { ...record, detail, seq, at: at.toISOString() };
    expect(chainHash(tenantId, previousHash, read)).to.equal(entry.hash);
  });
});
