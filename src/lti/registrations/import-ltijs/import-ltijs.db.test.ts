import { createCipheriv, createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { expect } from 'chai';
import { compactVerify, importJWK } from 'jose';
import { parseMasterKeys } from '../../../platform/crypto/master-keys.ts';
import type { Database } from '../../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { createToolKeys } from '../../keys/tool-keys.ts';
import { signToolJwt } from '../../tokens/tool-jwt.ts';
import { createPlatforms } from '../platforms.ts';
import { importLtijs } from './import-ltijs.ts';
import { LtijsKeyError } from './ltijs-key.ts';

const SECRET = 'LTIKEY of the old installation';
const KID = 'c0ffee00c0ffee00c0ffee00c0ffee00';

/** As ltijs-sequelize encrypts. */
function encrypted(value: object): { iv: string; data: string } {
  const iv = randomBytes(16);
  const key = createHash('sha256').update(SECRET).digest();
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const data = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return { iv: iv.toString('hex'), data: data.toString('hex') };
}

/** The tables that ltijs-sequelize 2.4.4 makes in PostgreSQL. */
const TABLES = `
  create table platforms (id serial primary key, "platformName" text, "platformUrl" text,
    "clientId" text, "authEndpoint" text, "accesstokenEndpoint" text, kid text, "authConfig" json,
    "createdAt" timestamptz not null, "updatedAt" timestamptz not null,
    "authorizationServer" varchar(255));
  create table "platformStatuses" (id varchar(255) primary key, active boolean default false,
    "createdAt" timestamptz not null, "updatedAt" timestamptz not null);
  create table privatekeys (kid varchar(255) primary key, "platformUrl" text, "clientId" text,
    iv text, data text, "createdAt" timestamptz not null, "updatedAt" timestamptz not null);
  create table idtokens (id serial primary key, iss text, "platformId" text, "clientId" text,
    "deploymentId" text, "user" text, "userInfo" json, "platformInfo" json,
    "createdAt" timestamptz not null, "updatedAt" timestamptz not null);
`;

describe('import of an ltijs installation', function () {
  this.timeout(30_000);
  let database: Database;
  let old: PGlite;
  let issuer: string;
  let tenantId: string;
  const master = parseMasterKeys(Buffer.alloc(32, 1).toString('base64'));

  before(async () => {
    database = await testDatabase();
    old = new PGlite();
    await old.exec(TABLES);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' });
    const { iv, data } = encrypted({ key: pem, kid: KID });
    await old.query(
      `insert into privatekeys values ($1, 'x', 'y', $2, $3, '2024-01-01', '2024-01-01')`,
      [KID, iv, data],
    );
  });
  after(() => old.close());

  beforeEach(async () => {
    tenantId = await testTenant(database);
    issuer = `https://${tenantId}.lms.example`;
    await old.exec(`delete from platforms; delete from "platformStatuses"; delete from idtokens`);
  });

  const platform = (clientId: string, kid: string, authConfig: object) =>
    old.query(
      `insert into platforms ("platformName", "platformUrl", "clientId", "authEndpoint",
         "accesstokenEndpoint", kid, "authConfig", "createdAt", "updatedAt")
       values ('School', $1, $2, $1 || '/auth', $1 || '/token', $3, $4, now(), now())`,
      [issuer, clientId, kid, authConfig],
    );
  const run = (secret = SECRET) => importLtijs({ database, master, tenantId, source: old, secret });
  const byJwks = { method: 'JWK_SET', key: 'https://lms.example/jwks' };

  it('takes platforms, with the deployments that launched of late', async () => {
    await platform('c1', KID, byJwks);
    await old.query(
      `insert into idtokens (iss, "clientId", "deploymentId", "createdAt", "updatedAt")
       values ($1, 'c1', '7', now(), now()), ($1, 'c1', '7', now(), now())`,
      [issuer],
    );
    expect(await run()).to.deep.equal({
      platforms: [{ name: 'School', issuer, clientId: 'c1', outcome: 'imported' }],
      ...{ keys: 1, deployments: 1 },
    });
    const platforms = createPlatforms({ database });
    const found = await platforms.find({ issuer, clientId: 'c1', deploymentId: '7' });
    expect(found?.platform.registration).to.include({
      jwksUri: byJwks.key,
      authorizationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      ...{ keySet: 'tenant', origin: 'ltijs', isEnabled: true },
    });
  });

  it('signs by the key that the platforms know, under its kid', async () => {
    await platform('c1', KID, byJwks);
    await run();
    const toolKeys = createToolKeys({ database, master });
    const signer = await toolKeys.signer({ tenantId, keySet: 'tenant' });
    const jwt = await signToolJwt({ signer, claims: {}, expiresInS: 60, now: Date.now() });
    const { keys } = await toolKeys.jwks(tenantId);
    const { protectedHeader } = await compactVerify(jwt, await importJWK(keys[0] ?? {}, 'RS256'));
    expect(protectedHeader.kid).to.equal(KID);
  });

  it('a platform that was not active stays paused', async () => {
    await platform('c1', KID, byJwks);
    await old.query(`insert into "platformStatuses" values ($1, false, now(), now())`, [KID]);
    await run();
    const [found] = await createPlatforms({ database }).byIssuer({ issuer, clientId: 'c1' });
    expect(found?.registration.isEnabled).to.equal(false);
  });

  it('run again changes nothing', async () => {
    await platform('c1', KID, byJwks);
    await run();
    const again = await run();
    expect(again).to.deep.include({ keys: 0, deployments: 0 });
    expect(again.platforms[0]?.outcome).to.equal('known');
  });

  it('says which platforms have no key set URL', async () => {
    await platform('c1', KID, { method: 'RSA_KEY', key: '-----BEGIN PUBLIC KEY-----' });
    const { platforms } = await run();
    expect(platforms[0]?.outcome).to.equal('skipped');
    expect(platforms[0]?.reason).to.match(/RSA_KEY/);
  });

  it('takes nothing with another key than the installation has', async () => {
    await platform('c1', KID, byJwks);
    const error = await run('wrong').catch((thrown) => thrown);
    expect(error).to.be.instanceOf(LtijsKeyError);
    const found = await createPlatforms({ database }).byIssuer({ issuer, clientId: 'c1' });
    expect(found).to.deep.equal([]);
  });
});
