import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';

describe('/lti/jwks', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub();
  });
  after(() => hub.close());

  const get = (path: string, headers = {}) => hub.request('GET', path, { key: null, headers });

  it('shows the shared keys to anybody, to be kept for an hour', async () => {
    const answer = await get('/lti/jwks');
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('Cache-Control')).to.equal('public, max-age=3600');
    expect(answer.headers.get('Access-Control-Allow-Origin')).to.equal('*');
    expect(answer.headers.get('Content-Type')).to.match(/^application\/json/);
    expect(answer.text).to.include('"kty":"RSA"');
  });

  it('shows public parts only', async () => {
    expect((await get('/lti/jwks')).text).to.not.match(/"(d|p|q|dp|dq|qi)":/);
  });

  it('answers 304 to who has them', async () => {
    const etag = (await get('/lti/jwks')).headers.get('ETag') ?? '';
    // Without a Cache-Control of its own, fetch asks for no cached answer at all.
    const having = (tag: string) =>
      get('/lti/jwks', { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' });
    const again = await having(etag);
    expect([again.status, again.text]).to.deep.equal([304, '']);
    expect((await having('"x"')).status).to.equal(200);
  });

  it('shows a tenant’s own keys under its id', async () => {
    const [shared, own] = [await get('/lti/jwks'), await get(`/lti/jwks/${hub.tenantId}`)];
    expect(own.status).to.equal(200);
    expect(own.text).to.not.equal(shared.text);
    expect((await get(`/lti/jwks/${hub.tenantId}`)).text).to.equal(own.text);
  });

  for (const id of [uuidv7(), '00000000-0000-0000-0000-000000000000', 'x']) {
    it(`makes no keys for ${id === 'x' ? 'what is no id' : 'who is no tenant'}`, async () => {
      expect((await get(`/lti/jwks/${id}`)).status).to.equal(404);
    });
  }
});
