import { expect } from 'chai';
import { createMemoryStore } from '../src/memory/memory-store.ts';
import { XapiError } from '../src/xapi-error.ts';
import { type LrsApp, lecture, startLrs } from './lrs-app.ts';

const state =
  '/activities/state?activityId=http%3A%2F%2Fexample.org%2F1&stateId=s&agent=%7B%22mbox%22%3A%22mailto%3Aada%40example.org%22%7D';

describe('limits of a request', () => {
  let lrs: LrsApp;
  before(async () => {
    lrs = await startLrs(undefined, {
      limits: { bodyBytes: 2_000, batch: 3, attachmentBytes: 1_000, page: 2 },
    });
  });
  after(() => lrs.close());

  const post = (json: unknown) => lrs.send('/statements', { method: 'POST', json });

  it('statements beyond bodyBytes: 413 that names the limit', async () => {
    const response = await post({ ...lecture, result: { response: 'x'.repeat(2_000) } });
    expect(response.status).to.equal(413);
    expect((await response.json()).error).to.match(/2000 bytes/);
  });

  it('a document beyond bodyBytes: 413, and nothing is stored', async () => {
    const body = Buffer.alloc(2_001);
    expect((await lrs.send(state, { method: 'PUT', body })).status).to.equal(413);
    expect((await lrs.send(state)).status).to.equal(404);
  });

  it('a form of the alternate request syntax beyond bodyBytes: 413', async () => {
    const response = await lrs.send('/statements?method=PUT', {
      method: 'POST',
      headers: { 'X-Experience-API-Version': '1.0.3' },
      body: new URLSearchParams({ content: 'x'.repeat(2_000) }),
    });
    expect(response.status).to.equal(413);
  });

  it('a batch beyond batch: 413, one of that size: 200', async () => {
    expect((await post(Array(4).fill(lecture))).status).to.equal(413);
    expect((await post(Array(3).fill(lecture))).status).to.equal(200);
  });

  it('attachments that are too large together: 413, and no statement is stored', async () => {
    const id = '0f7c2b7e-8a35-4c5f-9d9e-2a6f0d1c3b4a';
    const head = '--b\r\nContent-Type: application/json\r\n\r\n';
    const part = `\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${'0'.repeat(64)}\r\n\r\n`;
    const response = await lrs.send('/statements', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `${head}${JSON.stringify({ ...lecture, id })}${part}${'x'.repeat(1_001)}\r\n--b--`,
    });
    expect(response.status).to.equal(413);
    expect((await lrs.send(`/statements?statementId=${id}`)).status).to.equal(404);
  });

  it('limit beyond page: as many as a page has, and more', async () => {
    const answer = await lrs.send('/statements?limit=100');
    const { statements, more } = await answer.json();
    expect(statements).to.have.length(2);
    expect(more).to.match(/^\/xapi\/statements\/more\?page=/);
  });
});

describe('errors of the LRS', () => {
  async function broken(error: Error, translate?: (error: unknown) => XapiError | undefined) {
    const logged: unknown[] = [];
    const fail = async () => {
      throw error;
    };
    const lrs = await startLrs(undefined, {
      store: { ...createMemoryStore(), findDocument: fail },
      log: { error: ({ err }) => logged.push(err) },
      translate,
    });
    try {
      const response = await lrs.send(state);
      return {
        status: response.status,
        headers: response.headers,
        body: await response.json(),
        logged,
      };
    } finally {
      await lrs.close();
    }
  }

  it('an unexpected error: 500 that tells nothing, and a log line with its cause', async () => {
    const error = new Error('secret detail');
    const { status, body, logged } = await broken(error);
    expect(status).to.equal(500);
    expect(JSON.stringify(body)).not.to.include('secret');
    expect(logged).to.deep.equal([error]);
  });

  it('an error that the app knows becomes what it means, with its headers', async () => {
    const { status, headers, body, logged } = await broken(
      new Error('connection refused'),
      () => new XapiError(503, { message: 'Try again.' }, { 'Retry-After': '2' }),
    );
    expect([status, headers.get('Retry-After'), body]).to.deep.equal([
      503,
      '2',
      { error: 'Try again.' },
    ]);
    expect(logged).to.deep.equal([]);
  });
});
