import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { type LrsApp, lecture, startLrs, state } from './lrs-app.ts';

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

  it('clients that send megabytes, and do not say how many, hear the answer', async () => {
    const parts = [
      '--b\r\nContent-Type: application/json\r\n\r\n',
      ...Array<string>(8).fill('x'.repeat(2 ** 20)),
    ];
    for (const [path, method, type] of [
      ['/statements', 'POST', 'application/json'],
      ['/statements', 'POST', 'multipart/mixed; boundary=b'],
      [state, 'PUT', 'text/plain'],
    ] as const) {
      for (let turn = 0; turn < 5; turn += 1) {
        const body = new Blob(parts).stream();
        const response = await lrs.send(path, { method, headers: { 'Content-Type': type }, body });
        expect(response.status).to.equal(413);
      }
    }
  });

  it('a connection serves again when the rest of what was refused has come', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    for (let turn = 0; turn < 5; turn += 1) {
      const sending = request(lrs.url(state), {
        ...{ agent, method: 'PUT' },
        headers: { Authorization: 'all', 'X-Experience-API-Version': '2.0.0' },
      });
      sending.write('x'.repeat(2_001));
      const [answer] = await once(sending, 'response');
      expect(answer.statusCode).to.equal(413);
      sockets.add(sending.socket);
      sending.end('x'.repeat(100_000));
      answer.resume();
      await once(answer, 'end');
      while (Object.keys(agent.freeSockets).length === 0) await delay(1);
    }
    agent.destroy();
    expect(sockets.size).to.equal(1);
  });

  it('a batch beyond batch: 413, one of that size: 200', async () => {
    expect((await post(Array(4).fill(lecture))).status).to.equal(413);
    expect((await post(Array(3).fill(lecture))).status).to.equal(200);
  });

  it('attachments that are too large together: 413, and no statement is stored', async () => {
    const id = '0f7c2b7e-8a35-4c5f-9d9e-2a6f0d1c3b4a';
    const sha2 = '0'.repeat(64);
    const attachment = {
      usageType: 'http://example.org/notes',
      display: { en: 'Notes' },
      contentType: 'text/plain',
      length: 1_001,
      sha2,
    };
    const json = JSON.stringify({ ...lecture, id, attachments: [attachment] });
    const head = '--b\r\nContent-Type: application/json\r\n\r\n';
    const part = `\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\n`;
    const response = await lrs.send('/statements', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `${head}${json}${part}${'x'.repeat(1_001)}\r\n--b--`,
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
