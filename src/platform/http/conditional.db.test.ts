import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';

describe('conditional requests', () => {
  let hub: TestHub;
  let path: string;
  let etag: string;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
  });
  after(() => hub.close());
  beforeEach(async () => {
    const made = await hub.request('POST', '/v1/decks', { body: { title: `D ${Math.random()}` } });
    path = made.headers.get('Location') ?? '';
    etag = made.headers.get('ETag') ?? '';
  });

  it('304 without a body while the version is the same', async () => {
    const same = await hub.request('GET', path, { headers: { 'If-None-Match': etag } });
    expect([same.status, same.text, same.headers.get('ETag')]).to.deep.equal([304, '', etag]);
    await hub.request('PATCH', path, { body: { licence: 'CC0-1.0' } });
    const changed = await hub.request('GET', path, { headers: { 'If-None-Match': etag } });
    expect(changed.status).to.equal(200);
    expect(changed.headers.get('ETag')).to.not.equal(etag);
  });

  it('412 for a change of a version that somebody else has changed', async () => {
    const headers = { 'If-Match': etag };
    const first = await hub.request('PATCH', path, { body: { licence: 'MIT' }, headers });
    expect(first.status).to.equal(200);
    const second = await hub.request('PATCH', path, { body: { licence: 'ISC' }, headers });
    expect(second.status).to.equal(412);
    expect((await hub.request('DELETE', path, { headers })).status).to.equal(412);
    expect((await hub.request('GET', path)).body).to.include({ licence: 'MIT' });
    const current = { 'If-Match': first.headers.get('ETag') ?? '' };
    expect((await hub.request('DELETE', path, { headers: current })).status).to.equal(204);
  });

  it('400 or 412 for an If-Match that the hub never gave', async () => {
    for (const [tag, status] of [
      ['nonsense', 400],
      ['"a", "b"', 400],
      ['"nonsense"', 412],
    ] as const) {
      const headers = { 'If-Match': tag };
      const answer = await hub.request('PATCH', path, { body: { licence: 'MIT' }, headers });
      expect(answer.status, tag).to.equal(status);
    }
  });
});
