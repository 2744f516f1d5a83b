import { expect } from 'chai';
import { documentPlaces, newDocument } from './lrs/documents.ts';
import { type Asked, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { newAgent, newId, sample } from './lrs/samples.ts';

const agent = JSON.stringify(newAgent());
const activityId = 'http://example.org/activity';
const resources: [path: string, query: Record<string, string>][] = [
  ['/statements', {}],
  ['/activities/state', { activityId, agent }],
  ['/activities/profile', { activityId }],
  ['/agents/profile', { agent }],
  ['/activities', { activityId }],
  ['/agents', { agent }],
];

describe('xAPI: versions of requests', () => {
  let lrs: Lrs;
  before(async () => {
    lrs = await openLrs();
  });
  after(() => lrs.close());

  for (const [path, query] of resources) {
    for (const [version, expected] of [
      ['1.0', '1.0.3'],
      ['1.0.0', '1.0.3'],
      ['1.0.3', '1.0.3'],
      ['2.0', '2.0.0'],
      ['2.0.0', '2.0.0'],
      ['2.0.7', '2.0.0'],
    ] as const) {
      it(`${path}: ${version} is answered as ${expected}`, async () => {
        const { status, headers } = await lrs.ask('GET', path, { query, version });
        expect([status, headers.get('X-Experience-API-Version')]).to.deep.equal([200, expected]);
      });
    }

    it(`${path}: without a version, or another: 400 that names one that is spoken`, async () => {
      for (const version of [null, '', '0.95', '1.1.0', '2.1', 'latest']) {
        const { status, headers, json } = await lrs.ask('GET', path, { query, version });
        expect(status, String(version)).to.equal(400);
        expect(headers.get('X-Experience-API-Version')).to.be.oneOf(['1.0.3', '2.0.0']);
        expect(json.expected).to.match(/2\.0/);
      }
    });

    it(`${path}: a wrong credential: 401, and no Basic challenge for browsers`, async () => {
      const wrong = { Authorization: 'Basic bm9ib2R5Om5vYm9keQ==' };
      for (const headers of [wrong, { Authorization: 'nonsense' }]) {
        const { status } = await lrs.ask('GET', path, { query, headers });
        expect(status).to.equal(401);
      }
      const headers = { ...wrong, Origin: 'https://content.example' };
      const answer = await lrs.ask('GET', path, { query, headers });
      expect(answer.headers.get('WWW-Authenticate') ?? '').not.to.match(/basic/i);
    });

    it(`${path}: a slash more at the front is forgiven`, async () => {
      expect((await lrs.ask('GET', `/${path}`, { query })).status).to.equal(200);
    });
  }
});

for (const version of versions) {
  describe(`xAPI ${version}: requests and their answers`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const consistentThrough = (headers: Headers) => {
      const time = headers.get('X-Experience-API-Consistent-Through') ?? '';
      expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
      return Date.parse(time);
    };

    it('HEAD answers as GET does, without a body', async () => {
      const sent = sample();
      await lrs.ask('POST', '/statements', { version, json: sent });
      for (const [path, query] of [
        ...resources,
        ['/about', {}],
        ['/statements', { statementId: sent.id }],
        ['/statements', { statementId: newId() }],
        ['/statements', { attachments: 'true' }],
      ] as const) {
        const get = await lrs.ask('GET', path, { version, query });
        const head = await lrs.ask('HEAD', path, { version, query });
        expect(head.bytes.length).to.equal(0);
        expect(head.status, path).to.equal(get.status);
        const [type] = get.headers.get('Content-Type')?.split(';') ?? [];
        expect(head.headers.get('Content-Type'), path).to.match(new RegExp(`^${type}`));
        expect(head.headers.get('Last-Modified')).to.equal(get.headers.get('Last-Modified'));
      }
    });

    it('HEAD of a document has its ETag and time', async () => {
      for (const kind of documentPlaces) {
        const document = newDocument(lrs, version, kind);
        await document.set({ json: { a: 1 } });
        const get = await document.get();
        const head = await lrs.ask('HEAD', kind.path, { version, query: document.query });
        expect([head.status, head.bytes.length]).to.deep.equal([200, 0]);
        for (const name of ['ETag', 'Last-Modified', 'Content-Type', 'Content-Length']) {
          expect(head.headers.get(name), name).to.equal(get.headers.get(name));
        }
      }
    });

    it('a single statement has the time of storing as Last-Modified', async () => {
      const sent = sample();
      await lrs.ask('POST', '/statements', { version, json: sent });
      const { json, headers } = await lrs.ask('GET', '/statements', {
        version,
        query: { statementId: sent.id },
      });
      const modified = Date.parse(headers.get('Last-Modified') ?? '');
      expect(modified).to.equal(Math.floor(Date.parse(json.stored) / 1000) * 1000);
    });

    it('every answer about statements tells until when it is consistent, errors too', async () => {
      const asked: [method: string, asked: Asked][] = [
        ['GET', {}],
        ['HEAD', {}],
        ['GET', { query: { mood: 'good' } }],
        ['GET', { query: { statementId: newId() } }],
        ['GET', { version: '0.9' }],
        ['GET', { headers: { Authorization: 'nonsense' } }],
        ['POST', { json: sample() }],
        ['POST', { json: {} }],
        ['PUT', { json: sample() }],
        ['DELETE', {}],
      ];
      for (const [method, request] of asked) {
        const { headers } = await lrs.ask(method, '/statements', { version, ...request });
        expect(consistentThrough(headers)).to.be.closeTo(Date.now(), 60_000);
      }
    });

    it('what was stored until the time told can be read', async () => {
      const sent = sample();
      await lrs.ask('POST', '/statements', { version, json: sent });
      const query = { statementId: sent.id };
      const { json, headers } = await lrs.ask('GET', '/statements', { version, query });
      expect(consistentThrough(headers)).to.be.at.least(Date.parse(json.stored));
    });

    it('content of any origin may call, and sees every header', async () => {
      const origin = { Origin: 'https://content.example' };
      const preflight = await lrs.ask('OPTIONS', '/statements', {
        version: null,
        headers: {
          ...origin,
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': 'authorization,x-experience-api-version,if-match',
        },
      });
      expect(preflight.status).to.be.oneOf([200, 204]);
      const allowed = (name: string) => (preflight.headers.get(name) ?? '').toLowerCase();
      for (const method of ['get', 'head', 'put', 'post', 'delete']) {
        expect(allowed('Access-Control-Allow-Methods')).to.include(method);
      }
      for (const name of ['authorization', 'content-type', 'if-match', 'if-none-match']) {
        expect(allowed('Access-Control-Allow-Headers')).to.include(name);
      }
      expect(allowed('Access-Control-Allow-Headers')).to.include('x-experience-api-version');
      for (const query of [{}, { mood: 'good' }]) {
        const { headers } = await lrs.ask('GET', '/statements', {
          version,
          query,
          headers: origin,
        });
        expect(headers.get('Access-Control-Allow-Origin')).to.be.oneOf(['*', origin.Origin]);
        const exposed = (headers.get('Access-Control-Expose-Headers') ?? '').toLowerCase();
        for (const name of [
          'etag',
          'last-modified',
          'x-experience-api-version',
          'x-experience-api-consistent-through',
        ]) {
          expect(exposed).to.include(name);
        }
      }
    });

    it('another resource: 404; names of resources are case-sensitive', async () => {
      for (const path of ['/statement', '/Statements', '/activities/State', '/']) {
        const { status, headers, json } = await lrs.ask('GET', path, { version });
        expect(status, path).to.equal(404);
        expect(json.error).to.be.a('string');
        expect(headers.get('X-Experience-API-Version')).to.be.a('string');
      }
    });

    it('another method: 405', async () => {
      for (const [path, query] of resources) {
        const { status } = await lrs.ask('PATCH', path, { version, query });
        expect(status, path).to.equal(405);
      }
    });
  });
}

describe('xAPI 1.0.3: alternate request syntax', () => {
  let lrs: Lrs;
  before(async () => {
    lrs = await openLrs();
  });
  after(() => lrs.close());

  const form = (path: string, fields: Record<string, string>, asked: Asked = {}) =>
    lrs.ask('POST', path, { version: '1.0.3', body: new URLSearchParams(fields), ...asked });

  it('stands for GET, PUT, POST, HEAD and DELETE', async () => {
    const [kind] = documentPlaces;
    if (!kind) throw new Error('there is no state');
    const document = newDocument(lrs, '1.0.3', kind);
    const send = (method: string, more: Record<string, string> = {}) =>
      form(`${kind.path}?method=${method}`, { ...document.query, ...more });
    const json = { 'Content-Type': 'application/json' };
    expect((await send('PUT', { content: '{"a":1}', ...json })).status).to.equal(204);
    expect((await send('POST', { content: '{"b":"&=ü"}', ...json })).status).to.equal(204);
    expect((await send('GET')).json).to.deep.equal({ a: 1, b: '&=ü' });
    const head = await send('HEAD');
    expect([head.status, head.bytes.length]).to.deep.equal([200, 0]);
    expect((await send('DELETE')).status).to.equal(204);
    expect((await send('GET')).status).to.equal(404);
  });

  it('statements are stored and found', async () => {
    const sent = sample();
    const stored = await form('/statements?method=PUT', {
      statementId: sent.id,
      content: JSON.stringify(sent),
    });
    expect(stored.status).to.equal(204);
    const found = await form('/statements?method=GET', { statementId: sent.id });
    expect(found.json).to.deep.include(sent);
  });

  it('fields stand for headers: credential, version, Content-Type, If-Match', async () => {
    const [kind] = documentPlaces;
    if (!kind) throw new Error('there is no state');
    const document = newDocument(lrs, '1.0.3', kind);
    await document.set({ body: 'x', headers: { 'Content-Type': 'text/plain' } });
    const send = (fields: Record<string, string>, asked?: Asked) =>
      form(`${kind.path}?method=PUT`, { ...document.query, content: 'y', ...fields }, asked);
    expect((await send({ 'If-Match': '"other"' })).status).to.equal(412);
    expect((await send({ Authorization: 'nonsense' })).status).to.equal(401);
    expect((await send({ 'X-Experience-API-Version': '0.9' })).status).to.equal(400);
    expect((await send({ 'Content-Type': 'text/csv\r\nX: y' })).status).to.equal(400);
    const version = { 'X-Experience-API-Version': '1.0.3' };
    const type = { 'Content-Type': 'text/csv' };
    expect((await send({ ...version, ...type }, { version: null })).status).to.equal(204);
    expect((await document.get()).headers.get('Content-Type')).to.equal('text/csv');
  });

  it('other parameters in the URL, no content, no form, or another method than POST: 400', async () => {
    const sent = sample();
    const fields = { statementId: sent.id, content: JSON.stringify(sent) };
    const url = '/statements?method=PUT';
    expect((await form(`${url}&statementId=${sent.id}`, fields)).status).to.equal(400);
    expect((await form(url, { statementId: sent.id })).status).to.equal(400);
    const json = await lrs.ask('POST', url, { version: '1.0.3', json: fields });
    expect(json.status).to.equal(400);
    const put = await lrs.ask('PUT', url, { version: '1.0.3', json: sent });
    expect(put.status).to.equal(400);
    const query = { statementId: sent.id };
    expect((await lrs.ask('GET', '/statements', { query })).status).to.equal(404);
  });

  it('a method that the resource does not take: 405', async () => {
    expect((await form('/statements?method=DELETE', {})).status).to.equal(405);
  });

  it('2.0 has none: 400, by header or by field', async () => {
    const sent = sample();
    const fields = { statementId: sent.id, content: JSON.stringify(sent) };
    const version = { 'X-Experience-API-Version': '2.0.0' };
    const url = '/statements?method=PUT';
    expect((await form(url, fields, { version: '2.0.0' })).status).to.equal(400);
    expect((await form(url, { ...fields, ...version }, { version: null })).status).to.equal(400);
    const query = { statementId: sent.id };
    expect((await lrs.ask('GET', '/statements', { query })).status).to.equal(404);
  });
});
