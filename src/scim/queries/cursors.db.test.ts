import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { parseMasterKeys } from '../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { renewDataKey } from '../../platform/tenancy/data-keys.ts';
import { ScimError } from '../scim-error.ts';
import { CURSOR_SECONDS, type CursorScope, createCursors } from './cursors.ts';

describe('RFC 9865 cursors', () => {
  let now = Date.now();
  let scope: CursorScope;
  let cursors: ReturnType<typeof createCursors>;

  before(async () => {
    const database = await testDatabase();
    const master = parseMasterKeys(randomBytes(32).toString('base64'));
    cursors = createCursors({ database, master, now: () => now });
    const tenantId = await testTenant(database);
    await database.tenant(tenantId, (db) => renewDataKey(db, master));
    scope = { tenantId, connectionId: uuidv7(), search: [['User'], 'title pr'] };
  });

  const position = { id: uuidv7(), key: 'ü', total: 7 };
  const refusal = async (of: CursorScope, cursor: string) => {
    const error = await cursors.verify(of, cursor).catch((cause: unknown) => cause);
    return error instanceof ScimError ? [error.status, error.scimType] : error;
  };

  it('say where a page ends, until their time is over -> 400 expiredCursor', async () => {
    const cursor = await cursors.sign(scope, position);
    now += (CURSOR_SECONDS - 1) * 1000;
    expect(await cursors.verify(scope, cursor)).to.deep.equal(position);
    now += 2_000;
    expect(await refusal(scope, cursor)).to.deep.equal([400, 'expiredCursor']);
  });

  it('are of one connection and search -> 400 invalidCursor', async () => {
    const cursor = await cursors.sign(scope, position);
    for (const other of [{ connectionId: uuidv7() }, { search: [['Group']] }]) {
      const refused = await refusal({ ...scope, ...other }, cursor);
      expect(refused).to.deep.equal([400, 'invalidCursor']);
    }
  });
});
