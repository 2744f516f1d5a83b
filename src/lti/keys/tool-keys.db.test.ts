import { expect } from 'chai';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { parseMasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { rotateOwner } from './rotate-tool-keys.ts';
import { createToolKeys, type ToolKeys } from './tool-keys.ts';

const HOUR_MS = 3_600_000;
const keyText = (byte: number) => Buffer.alloc(32, byte).toString('base64');
// Every hub of one test database has to open what the others sealed.
const master = parseMasterKeys(keyText(7));

describe('keys of the tool', () => {
  let database: Database;
  let tenantId: string;
  let now: number;
  let keys: ToolKeys;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    now = Date.now();
    keys = ring();
  });

  const ring = () => createToolKeys({ database, master, now: () => now });
  const own = () => ({ tenantId, keySet: 'tenant' }) as const;
  const kids = async () => (await ring().jwks(tenantId)).keys.map(({ kid }) => kid);
  const rotate = (by = master) => rotateOwner({ database, master: by }, tenantId, now);

  it('what one signs is verified by the public set alone', async () => {
    const { kid, key } = await keys.signer(own());
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
    const set = await keys.jwks(tenantId);
    await jwtVerify(token, createLocalJWKSet(set));
    expect(Object.keys(set.keys[0] ?? {})).to.have.members(['kty', 'n', 'e', 'kid', 'alg', 'use']);
    expect(Buffer.from(set.keys[0]?.n ?? '', 'base64url')).to.have.lengthOf(256);
  });

  it('are encrypted at rest, and open for their owner alone', async () => {
    await keys.signer(own());
    const { rows } = await database.read(tenantId, (db) =>
      db.query<{ kid: string; private_key: string }>(
        'select kid, private_key from lti_tool_key where tenant_id = $1',
        [tenantId],
      ),
    );
    const [row] = rows;
    const text = Buffer.from(row?.private_key ?? '', 'base64url').toString('latin1');
    expect(text).to.not.include('PRIVATE');
    const open = (owner: string) => master.unwrap(row?.private_key ?? '', row?.kid ?? '', owner);
    expect(Buffer.from(open(tenantId).key).toString()).to.include('BEGIN PRIVATE KEY');
    expect(() => open('00000000-0000-0000-0000-000000000000')).to.throw('cannot be read');
  });

  it('processes that start at once make one key', async () => {
    const sets = await Promise.all([ring(), ring(), ring()].map((each) => each.jwks(tenantId)));
    expect(new Set(sets.map((set) => JSON.stringify(set)))).to.have.lengthOf(1);
    expect(sets[0]?.keys).to.have.lengthOf(1);
  });

  it('a tenant has its own, or shares the hub’s', async () => {
    const shared = await keys.signer({ tenantId, keySet: 'shared' });
    expect((await keys.signer(own())).kid).to.not.equal(shared.kid);
    const other = await testTenant(database);
    expect(await keys.signer({ tenantId: other, keySet: 'shared' })).to.include({
      kid: shared.kid,
    });
  });

  it('a rotation publishes the new key before it signs, and the old one after', async () => {
    const { kid: old } = await keys.signer(own());
    await rotate();
    const [fresh, ...rest] = await kids();
    expect(rest).to.deep.equal([old]);
    now += 2 * HOUR_MS - 1;
    expect((await ring().signer(own())).kid).to.equal(old);
    now += 1;
    expect((await ring().signer(own())).kid).to.equal(fresh);
    now += 24 * HOUR_MS - 1;
    expect(await kids()).to.deep.equal([fresh, old]);
    now += 1;
    expect(await kids()).to.deep.equal([fresh]);
  });

  it('rotations in a row keep the signing key in the set', async () => {
    const { kid: first } = await keys.signer(own());
    await rotate();
    await rotate();
    expect((await ring().signer(own())).kid).to.equal(first);
    expect(await kids())
      .to.have.lengthOf(3)
      .and.include(first);
  });

  it('nobody gets a key by a rotation who had none', async () => {
    expect(await rotate()).to.equal(false);
  });

  it('kids of keys that are gone stay known, their private part does not', async () => {
    const { kid: old } = await keys.signer(own());
    await rotate();
    now += 27 * HOUR_MS;
    await rotate();
    const { rows } = await database.read(tenantId, (db) =>
      db.query<{ private_key: string | null }>(
        'select private_key from lti_tool_key where tenant_id = $1 and kid = $2',
        [tenantId, old],
      ),
    );
    expect(rows).to.deep.equal([{ private_key: null }]);
  });

  it('a rotation under a new master key leaves the old one unneeded', async () => {
    const { kid } = await keys.signer(own());
    const both = parseMasterKeys(`${keyText(9)},${keyText(7)}`);
    const only = parseMasterKeys(keyText(9));
    await rotate(both);
    const later = createToolKeys({ database, master: only, now: () => now });
    expect((await later.signer(own())).kid).to.equal(kid);
  });
});
