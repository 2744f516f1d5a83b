import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { newToken } from '../crypto/one-time-tokens.ts';
import { uuidv7 } from '../crypto/uuid.ts';
import { insertAccessToken } from '../tenancy/credentials.store.ts';
import { SESSION_COOKIE, SESSION_PURPOSE } from './authenticate.ts';

const ALLOWED = 'https://lms.example.org';

describe('what browsers are told', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub({
      WORKERS: '0',
      CORS_ORIGINS: ALLOWED,
      PUBLIC_URL: 'https://hub.example.org',
    });
  });
  after(() => hub.close());

  it('answers pages of allowed origins only', async () => {
    const from = async (Origin: string) =>
      (await hub.request('GET', '/v1/decks', { headers: { Origin } })).headers;
    const allowed = await from(ALLOWED);
    expect(allowed.get('Access-Control-Allow-Origin')).to.equal(ALLOWED);
    expect(allowed.get('Access-Control-Expose-Headers')).to.include('ETag');
    for (const origin of ['https://evil.example', 'null', `${ALLOWED}.evil.example`]) {
      expect((await from(origin)).get('Access-Control-Allow-Origin'), origin).to.equal(null);
    }
  });

  it('never lets cookies along from elsewhere', async () => {
    const headers = { Origin: ALLOWED, 'Access-Control-Request-Method': 'DELETE' };
    const preflight = await hub.request('OPTIONS', '/v1/decks', { key: null, headers });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('Access-Control-Allow-Methods')).to.include('DELETE');
    expect(preflight.headers.get('Access-Control-Allow-Credentials')).to.equal(null);
  });

  it('carries its headers on errors too, so that the page can read them', async () => {
    const headers = { Origin: ALLOWED };
    const answer = await hub.request('GET', '/v1/decks', { key: null, headers });
    expect(answer.status).to.equal(401);
    expect(answer.headers.get('Access-Control-Allow-Origin')).to.equal(ALLOWED);
  });

  for (const path of ['/v1/decks', '/v1/nothing', '/', '/docs', '/play/some-link']) {
    it(`sends security headers with ${path}`, async () => {
      const { headers } = await hub.request('GET', path);
      expect(headers.get('Content-Security-Policy')).to.match(/default-src 'none'/);
      expect(headers.get('Content-Security-Policy')).to.include("frame-ancestors 'none'");
      expect(headers.get('X-Content-Type-Options')).to.equal('nosniff');
      expect(headers.get('Referrer-Policy')).to.be.oneOf(['no-referrer', 'same-origin']);
      expect(headers.get('Strict-Transport-Security')).to.match(/^max-age=31536000/);
      expect(headers.get('X-Powered-By')).to.equal(null);
    });
  }

  it('keeps API answers out of caches', async () => {
    const { headers } = await hub.request('GET', '/v1/decks');
    expect(headers.get('Cache-Control')).to.equal('no-store');
  });

  it('compresses what is long, when asked', async () => {
    const get = async (encoding: string) =>
      (await hub.request('GET', '/openapi.json', { headers: { 'Accept-Encoding': encoding } }))
        .headers;
    expect((await get('gzip')).get('Content-Encoding')).to.equal('gzip');
    expect((await get('gzip')).get('Vary')).to.match(/Accept-Encoding/i);
    expect((await get('identity')).get('Content-Encoding')).to.equal(null);
    const short = await hub.request('GET', '/health/live');
    expect(short.headers.get('Content-Encoding')).to.equal(null);
  });

  describe('a session cookie', () => {
    let Cookie: string;

    before(async () => {
      const { token, hash } = newToken();
      await hub.hub.database.tenant(hub.tenantId, (db) =>
        insertAccessToken(db, {
          id: uuidv7(),
          purpose: SESSION_PURPOSE,
          hash,
          role: 'admin',
          personId: hub.personId,
          expiresAt: new Date(Date.now() + 60_000),
        }),
      );
      Cookie = `${SESSION_COOKIE}=${token}`;
    });

    const change = (headers: Record<string, string>) =>
      hub.request('PATCH', '/v1/settings', {
        key: null,
        body: { playLinkDays: 2 },
        headers: { Cookie, ...headers },
      });

    it('may read', async () => {
      const answer = await hub.request('GET', '/v1/decks', { key: null, headers: { Cookie } });
      expect(answer.status).to.equal(200);
    });

    it("may change things from the hub's own pages", async () => {
      expect((await change({ Origin: 'https://hub.example.org' })).status).to.equal(200);
    });

    for (const origin of ['https://evil.example', 'null', ALLOWED, undefined]) {
      it(`may not change things from ${origin ?? 'a page that does not say where it is'}`, async () => {
        const answer = await change(origin ? { Origin: origin } : {});
        expect(answer.status).to.equal(403);
        expect(answer.body).to.include({ code: 'foreign_origin' });
      });
    }
  });
});
