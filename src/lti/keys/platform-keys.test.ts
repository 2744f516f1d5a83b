import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createOutbound, type Outbound } from '../../platform/outbound/outbound.ts';
import { createPlatformKeys, type PlatformKeys } from './platform-keys.ts';

describe('key sets of platforms', () => {
  let server: Server;
  let url: string;
  let outbound: Outbound;
  let jwk: JWK;
  let fetches: number;
  let answer: (response: ServerResponse) => void;
  let now: number;
  let keys: PlatformKeys;

  before(async () => {
    server = createServer((_, response) => {
      fetches++;
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Sound because the server listens on a port.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    outbound = createOutbound({ allow: ['127.0.0.1'] });
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    jwk = await exportJWK(publicKey);
  });
  after(async () => {
    await outbound.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    fetches = 0;
    now = 0;
    keys = createPlatformKeys({ outbound, now: () => now });
    serve([{ ...jwk, kid: 'a' }], { 'Cache-Control': 'max-age=300' });
  });

  function serve(set: unknown[], headers = {}, status = 200): void {
    answer = (response) => {
      response.writeHead(status, headers);
      response.end(JSON.stringify({ keys: set }));
    };
  }
  const find = (kid = 'a', alg = 'RS256') => keys.find(url, { kid, alg });
  const codeOf = (asked: Promise<unknown>) =>
    asked.then(
      () => 'found',
      ({ code }) => code,
    );

  it('are fetched once while they are fresh, also by those who come together', async () => {
    await Promise.all([find(), find(), find()]);
    now = 299_999;
    await find();
    expect(fetches).to.equal(1);
    now = 300_000;
    await find();
    expect(fetches).to.equal(2);
  });

  it('a kid that is not known has them fetched once more, every three seconds at most', async () => {
    await find();
    serve([{ ...jwk, kid: 'b' }]);
    await find('b');
    expect(fetches).to.equal(2);
    for (let i = 0; i < 5; i++) expect(await codeOf(find('c'))).to.equal('kid_unknown');
    expect(fetches).to.equal(2);
    now = 3_000;
    expect(await codeOf(find('c'))).to.equal('kid_unknown');
    expect(fetches).to.equal(3);
  });

  it('are not fetched twice for a kid that a first fetch did not bring', async () => {
    expect(await codeOf(find('c'))).to.equal('kid_unknown');
    expect(fetches).to.equal(1);
  });

  it('known kids are found while a fetch for an unknown one fails', async () => {
    await find();
    serve([], {}, 500);
    expect(await codeOf(find('c'))).to.equal('kid_unknown');
    await find();
    expect(fetches).to.equal(2);
  });

  it('stale ones are used while the platform answers 503', async () => {
    await find();
    now = 400_000;
    serve([], {}, 503);
    await find();
    expect(fetches).to.equal(2);
  });

  it('none at all, and no answer, say so and are not asked for at each launch', async () => {
    serve([], {}, 500);
    expect(await codeOf(find())).to.equal('keys_unavailable');
    expect(await codeOf(find())).to.equal('keys_unavailable');
    expect(fetches).to.equal(1);
    serve([{ ...jwk, kid: 'a' }]);
    now = 5_000;
    await find();
  });

  it('a key set without limit is cut off', async () => {
    answer = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(64 * 1024, 0x20)), 1);
      response.on('close', () => clearInterval(timer));
    };
    expect(await codeOf(find())).to.equal('keys_unavailable');
  });

  for (const [what, body] of [
    ['HTML', '<html>'],
    ['null', 'null'],
    ['no keys', '{}'],
    ['keys that are no list', '{"keys":{}}'],
  ] as const) {
    it(`${what} is no key set`, async () => {
      answer = (response) => response.end(body);
      expect(await codeOf(find())).to.equal('keys_unavailable');
    });
  }

  it('tolerate keys without alg, and leave out what signs nothing with RS256', async () => {
    const secret = { kty: 'oct', k: 'c2VjcmV0', kid: 'oct', alg: 'HS256' };
    serve([
      ...[null, 'x', {}, secret],
      { ...jwk, kid: 'enc', use: 'enc' },
      { ...jwk, kid: 'ps', alg: 'PS256' },
      { ...jwk, kid: 'short', n: 'AQAB' },
      { ...jwk, kid: 'ok', use: 'sig' },
    ]);
    const found = [];
    for (const kid of ['oct', 'enc', 'ps', 'short', 'ok']) found.push(await codeOf(find(kid)));
    expect(found).to.deep.equal([...Array(4).fill('kid_unknown'), 'found']);
  });

  it('a token without kid, or by another algorithm, is refused without a fetch', async () => {
    for (const kid of ['', undefined, 7, null, ['a']]) {
      expect(await codeOf(keys.find(url, { kid, alg: 'RS256' }))).to.equal('kid_missing');
    }
    for (const alg of ['none', 'HS256', 'RS512', 'ES256']) {
      expect(await codeOf(find('a', alg))).to.equal('algorithm_refused');
    }
    expect(fetches).to.equal(0);
  });
});
