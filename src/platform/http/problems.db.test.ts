import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { Problem } from './problem.ts';
import { problemPage } from './problem-page.ts';

const MAX_JSON_BYTES = 8 * 1024 * 1024;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('what the hub says when it refuses', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
  });
  after(() => hub.close());

  function expectProblem(answer: TestAnswer, status: number, code: string): void {
    expect(answer.status, answer.text).to.equal(status);
    expect(answer.headers.get('Content-Type')).to.equal('application/problem+json');
    expect(answer.body).to.include({ type: 'about:blank', status, code });
    expect(answer.body).to.have.all.keys(
      ['type', 'title', 'status', 'code', 'detail', 'requestId'].concat(
        answer.text.includes('"errors"') ? ['errors'] : [],
      ),
    );
    expect(answer.body).to.have.property('requestId', answer.headers.get('X-Request-Id'));
  }

  it('gives every request an id, and keeps a sensible one of the caller', async () => {
    const own = await hub.request('GET', '/v1/decks');
    expect(own.headers.get('X-Request-Id')).to.match(UUID_V7);
    const headers = { 'X-Request-Id': 'lms-42:retry.1' };
    const kept = await hub.request('GET', '/v1/decks', { headers });
    expect(kept.headers.get('X-Request-Id')).to.equal('lms-42:retry.1');
    const odd = await hub.request('GET', '/v1/decks', { headers: { 'X-Request-Id': '"; rm' } });
    expect(odd.headers.get('X-Request-Id')).to.match(UUID_V7);
  });

  it('continues the trace of the caller', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const { headers: told } = await hub.request('GET', '/v1/decks', { headers });
    expect(told.get('traceparent')).to.match(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(told.get('traceparent')).to.not.include('00f067aa0ba902b7');
    const broken = { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` };
    const fresh = await hub.request('GET', '/v1/decks', { headers: broken });
    expect(fresh.headers.get('traceparent')).to.match(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  it('404 where there is nothing, 405 with Allow where there is another method', async () => {
    expectProblem(await hub.request('GET', '/v1/nothing'), 404, 'no_such_route');
    const answer = await hub.request('PUT', '/v1/decks', { body: {} });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('Allow')?.split(', ')).to.include.members(['GET', 'POST']);
  });

  it('a page where a browser was sent by a link, and nowhere else', async () => {
    const Accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const page = await hub.request('GET', '/play/courses/<b>no', {
      key: null,
      headers: { Accept },
    });
    expect(page.status).to.equal(404);
    expect(page.headers.get('Content-Type')).to.equal('text/html; charset=utf-8');
    expect(page.headers.get('Vary')).to.match(/Accept(,|$)/);
    expect(page.text).to.contain('<h1>Not found</h1>').and.contain('Open it again from where');
    const hostile = problemPage(new Problem(404, 'x', { detail: '<script>' }), '"><script>');
    expect(hostile).to.contain('&lt;script&gt;').and.not.contain('<script');
    for (const other of ['*/*', 'application/json', 'application/problem+json, text/html']) {
      const headers = { Accept: other };
      expectProblem(await hub.request('GET', '/v1/nothing', { headers }), 404, 'no_such_route');
    }
  });

  it('400 for U+0000 in a query, which the database could not take', async () => {
    for (const path of [
      '/v1/people?q=%00',
      '/v1/sso/attempts?reference=a%00',
      '/v1/decks?q=x%00',
    ]) {
      const answer = await hub.request('GET', path);
      expectProblem(answer, 400, 'invalid_input');
      expect(answer.text).to.include('U+0000');
    }
  });

  const json = { 'Content-Type': 'application/json' };
  for (const [what, body] of [
    ['half an object', '{"title": '],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('latin1')],
    ['two values', '{} {}'],
  ]) {
    it(`400 for ${what} as JSON`, async () => {
      const answer = await fetch(`${hub.url}/v1/decks`, {
        method: 'POST',
        headers: { ...json, Authorization: `Bearer ${hub.key}` },
        body: Buffer.from(body ?? '', 'latin1'),
      });
      expect(answer.status).to.equal(400);
      expect(await answer.json()).to.include({ code: 'malformed_json' });
    });
  }

  it('415 for a body of another type', async () => {
    const headers = { 'Content-Type': 'text/xml' };
    const answer = await hub.request('POST', '/v1/decks', { body: '<deck/>', headers });
    expectProblem(answer, 415, 'unsupported_media_type');
  });

  it('413 for a body over the limit, whether it says its length or not', async () => {
    const body = `"${'x'.repeat(MAX_JSON_BYTES)}"`;
    expectProblem(
      await hub.request('POST', '/v1/decks', { body, headers: json }),
      413,
      'body_too_large',
    );
    const dribble = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    const answer = await fetch(`${hub.url}/v1/decks`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${hub.key}` },
      body: dribble,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).to.equal(413);
  });

  it('422 with a JSON pointer to each thing that is wrong', async () => {
    const answer = await hub.request('POST', '/v1/decks', { body: { title: 7, colour: 'red' } });
    expectProblem(answer, 422, 'invalid_input');
    const { errors } = answer.body as { errors: { in: string; pointer: string }[] };
    expect(errors.map((error) => `${error.in} ${error.pointer}`)).to.have.members([
      'body /title',
      'body /colour',
    ]);
  });

  for (const cursor of [
    'nonsense',
    Buffer.from('{"id":1}').toString('base64url'),
    Buffer.from('["not-an-id"]').toString('base64url'),
    Buffer.from('[{}]').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    Buffer.from('["\' or 1=1","x"]').toString('base64url'),
  ]) {
    for (const path of ['/v1/decks', '/v1/search', '/v1/audit-entries', '/v1/dead-jobs']) {
      it(`400 for the cursor ${cursor} at ${path}`, async () => {
        const answer = await hub.request(
          'GET',
          `${path}?q=x&cursor=${cursor}`.replace(/(entries|jobs)\?q=x&/, '$1?'),
        );
        expectProblem(answer, 400, 'invalid_cursor');
      });
    }
  }

  it('says nothing of its own when it fails', async () => {
    const { database } = hub.hub;
    const read = database.read;
    database.read = () => Promise.reject(new Error('password=hunter2 at /srv/hub'));
    try {
      const answer = await hub.request('GET', '/v1/decks');
      expectProblem(answer, 500, 'internal_error');
      expect(answer.text).to.not.match(/hunter2|srv/);
    } finally {
      database.read = read;
    }
  });
});
