import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { uuidv7 } from '../crypto/uuid.ts';
import { rotateTenant } from '../tenancy/keyring.ts';
import { onceOnly } from './idempotency.ts';

describe('Idempotency-Key', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
  });
  after(() => hub.close());

  const post = (key: string, title: string, apiKey = hub.key) =>
    hub.request('POST', '/v1/decks', {
      key: apiKey,
      body: { title },
      headers: { 'Idempotency-Key': key },
    });

  it('gives the first answer again, with its headers, and does nothing twice', async () => {
    const first = await post('once', 'Rivers');
    const again = await post('once', 'Rivers');
    expect(first.status).to.equal(201);
    expect(first.headers.get('Idempotent-Replayed')).to.equal(null);
    expect(again.status).to.equal(201);
    expect(again.text).to.equal(first.text);
    expect(again.headers.get('ETag')).to.equal(first.headers.get('ETag')).and.match(/^"/);
    expect(again.headers.get('Idempotent-Replayed')).to.equal('true');
    expect(again.headers.get('Location')).to.equal(first.headers.get('Location'));
    const { body } = await hub.request('GET', '/v1/decks?q=Rivers');
    expect(body).to.have.property('data').with.length(1);
  });

  it('422 for another request under the same key', async () => {
    await post('taken', 'Lakes');
    const other = await post('taken', 'Seas');
    expect(other.status).to.equal(422);
    expect(other.body).to.include({ code: 'idempotency_key_reused' });
  });

  it('keeps the keys of callers apart', async () => {
    const stranger = await hub.tenant();
    const made = await hub.request('POST', '/v1/api-keys', { body: { name: 'x', role: 'admin' } });
    const { key } = made.body as { key: string };
    const answers = [
      await post('mine', 'Hills'),
      await post('mine', 'Dales', key),
      await post('mine', 'Moors', stranger.key),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
  });

  it('lets a corrected request take the key of a refused one', async () => {
    const body = { title: 'Child', parentId: '01900000-0000-7000-8000-000000000000' };
    const headers = { 'Idempotency-Key': 'corrected' };
    expect((await hub.request('POST', '/v1/decks', { body, headers })).status).to.equal(404);
    expect((await post('corrected', 'Child')).status).to.equal(201);
  });

  describe('keeps an answer that shows a secret once', () => {
    const rows = async () => {
      const { rows: kept } = await hub.hub.database.read(hub.tenantId, (db) =>
        db.query('select * from idempotency_key where tenant_id = $1', [db.tenantId]),
      );
      return JSON.stringify(kept);
    };
    const secrets: [path: string, body: () => Promise<unknown>, secret: RegExp][] = [
      ['/v1/api-keys', async () => ({ name: 'x', role: 'user' }), /cwk_\w+_\w+/],
      ['/v1/admin-links', async () => ({}), /\/start\/[\w-]+/],
      [
        '/v1/play-links',
        async () => {
          const { deckId } = await createSeed(hub).published();
          return { personId: hub.personId, deckId, mode: 'study' };
        },
        /\/play\/[\w-]+~[\w.-]+/,
      ],
    ];

    for (const [path, makeBody, secret] of secrets) {
      it(`${path}: encrypted, and given again to the byte, also after keys were rotated`, async () => {
        const [body, headers] = [await makeBody(), { 'Idempotency-Key': uuidv7() }];
        const ask = () => hub.request('POST', path, { body, headers });
        const first = await ask();
        const shown = secret.exec(first.text)?.[0] ?? '';
        expect(first.status).to.equal(201);
        expect(shown.length).to.be.greaterThan(40);
        expect(await rows())
          .to.include(headers['Idempotency-Key'])
          .and.not.include(shown);
        expect((await ask()).text).to.equal(first.text);
        await hub.hub.database.tenant(hub.tenantId, (db) => rotateTenant(db, hub.hub.master));
        const again = await ask();
        expect([again.status, again.text]).to.deep.equal([201, first.text]);
        expect(again.headers.get('Idempotent-Replayed')).to.equal('true');
      });
    }
  });

  it('400 for a key that is too long', async () => {
    expect((await post('x'.repeat(256), 'Long')).body).to.include({
      code: 'invalid_idempotency_key',
    });
  });

  it('409 with Retry-After while the first request is under way', async () => {
    const request = {
      tenantId: hub.tenantId,
      caller: 'key:test',
      key: 'slow',
      method: 'post',
      url: '/v1/decks',
      body: {},
    };
    let finish = () => {};
    let first: Promise<unknown> = Promise.resolve();
    const started = new Promise<void>((resolve) => {
      first = onceOnly(hub.hub, request, async () => {
        resolve();
        await new Promise<void>((done) => {
          finish = done;
        });
        return { status: 201 };
      });
    });
    await started;
    const second = await onceOnly(hub.hub, request, async () => ({ status: 500 })).catch(
      (error: unknown) => error,
    );
    finish();
    await first;
    expect(second).to.deep.include({ status: 409, code: 'request_in_progress' });
    expect(second).to.have.property('headers').that.deep.includes({ 'Retry-After': '1' });
  });
});
