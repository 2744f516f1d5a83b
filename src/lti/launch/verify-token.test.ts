import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { PlatformKeyError } from '../keys/platform-key-error.ts';
import type { PlatformKeys } from '../keys/platform-keys.ts';
import { LtiError } from '../lti-error.ts';
import { decodeHeader, verifySignature } from './verify-token.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the id_token', () => {
  let key: CryptoKey;
  let publicKey: CryptoKey;
  const asked: unknown[] = [];
  /** Knows the key "one" and no other. */
  const platformKeys: PlatformKeys = {
    async find(jwksUri, { kid }) {
      asked.push(jwksUri);
      if (kid === undefined) throw new PlatformKeyError('kid_missing', 'no kid');
      if (kid !== 'one') throw new PlatformKeyError('kid_unknown', 'another kid');
      return publicKey;
    },
  };

  before(async () => {
    const pair = await generateKeyPair('RS256');
    [key, publicKey] = [pair.privateKey, pair.publicKey];
  });

  const sign = (header: Record<string, unknown> = {}, by = key) =>
    new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(by);
  const read = async (token: string) =>
    verifySignature(token, {
      header: decodeHeader(token),
      jwksUri: 'https://lms.example/jwks',
      platformKeys,
    });
  const codeOf = (token: string) =>
    read(token).then(
      () => 'accepted',
      (error: unknown) => (error instanceof LtiError ? error.code : String(error)),
    );

  it('is taken with the signature of the key that it names', async () => {
    expect(await read(await sign())).to.deep.equal({ sub: 'x' });
  });

  it('is refused with a signature of another key', async () => {
    const another = await generateKeyPair('RS256');
    expect(await codeOf(await sign({}, another.privateKey))).to.equal('signature_invalid');
  });

  it('is refused when a claim was changed after signing', async () => {
    const [header, , signature] = (await sign()).split('.');
    const token = `${header}.${encoded({ sub: 'y' })}.${signature}`;
    expect(await codeOf(token)).to.equal('signature_invalid');
  });

  for (const alg of ['none', 'None', 'HS256', 'RS512', 'PS256', 'ES256', '']) {
    it(`is refused with alg "${alg}"`, async () => {
      const token = `${encoded({ alg, kid: 'one' })}.${encoded({ sub: 'x' })}.c2ln`;
      expect(await codeOf(token)).to.equal('algorithm_refused');
    });
  }

  it('is refused when the public key served as the secret of an HMAC', async () => {
    const body = `${encoded({ alg: 'HS256', kid: 'one' })}.${encoded({ sub: 'x' })}`;
    const secret = await exportSPKI(publicKey);
    const mac = createHmac('sha256', secret).update(body).digest('base64url');
    expect(await codeOf(`${body}.${mac}`)).to.equal('algorithm_refused');
    const disguised = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded({ sub: 'x' })}`;
    const other = createHmac('sha256', secret).update(disguised).digest('base64url');
    expect(await codeOf(`${disguised}.${other}`)).to.equal('signature_invalid');
  });

  it('is refused with a key that it brings along, and that key is never looked at', async () => {
    const own = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(own.publicKey);
    expect(await codeOf(await sign({ jwk, kid: undefined }, own.privateKey))).to.equal(
      'key_unknown',
    );
    expect(await codeOf(await sign({ jwk }, own.privateKey))).to.equal('signature_invalid');
  });

  it('has its key looked for in the registered key set, whatever it points at', async () => {
    asked.length = 0;
    const own = await generateKeyPair('RS256');
    const pointing = { jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x5u' };
    expect(await codeOf(await sign(pointing, own.privateKey))).to.equal('signature_invalid');
    expect(asked).to.deep.equal(['https://lms.example/jwks']);
  });

  it('is refused with no kid or one that the platform does not have', async () => {
    expect(await codeOf(await sign({ kid: undefined }))).to.equal('key_unknown');
    for (const kid of ['two', '../one', "one' or '1'='1", 'one\0']) {
      expect(await codeOf(await sign({ kid }))).to.equal('key_unknown');
    }
  });

  it('is refused with extensions that have to be understood', async () => {
    const token = `${encoded({ alg: 'RS256', kid: 'one', crit: ['b64'], b64: false })}.x.c2ln`;
    expect(await codeOf(token)).to.equal('token_malformed');
  });

  const malformed: Record<string, string> = {
    'one part': 'abc',
    'five parts, which is encrypted': 'a.b.c.d.e',
    'a header that is not JSON': `${Buffer.from('{').toString('base64url')}.e30.c2ln`,
    'a header that is a list': `${encoded([])}.e30.c2ln`,
    nothing: '..',
  };
  for (const [what, token] of Object.entries(malformed)) {
    it(`is refused with ${what}`, async () => {
      expect(await codeOf(token)).to.equal('token_malformed');
    });
  }

  it('is refused with more than 64 KiB before anything of it is read', async () => {
    expect(await codeOf('a'.repeat(64 * 1024 + 1))).to.equal('token_too_large');
  });

  it('waits for keys that cannot be fetched', async () => {
    const unavailable: PlatformKeys = {
      find: () => Promise.reject(new PlatformKeyError('keys_unavailable', 'away')),
    };
    const token = await sign();
    const header = decodeHeader(token);
    const error = await verifySignature(token, {
      header,
      jwksUri: 'https://lms.example/jwks',
      platformKeys: unavailable,
    }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ name: 'LtiError', code: 'keys_unavailable' });
  });
});
