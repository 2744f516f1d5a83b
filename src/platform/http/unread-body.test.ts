import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import Koa from 'koa';
import { readForm, readJson } from './body.ts';
import { problems } from './errors.ts';
import { unreadBody } from './unread-body.ts';

const MIB = 2 ** 20;
const PATIENCE_MS = 200;

describe('bodies that are refused', () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    const app = new Koa();
    app.use(unreadBody(PATIENCE_MS));
    app.use(async (ctx, next) => {
      ctx.state.log = { info: () => undefined, error: () => undefined };
      await next();
    });
    app.use(problems());
    app.use(async (ctx) => {
      ctx.body = { read: await (ctx.path === '/form' ? readForm(ctx.req) : readJson(ctx.req, 10)) };
    });
    server = createServer(app.callback()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('clients that send megabytes hear why, whether they say how many or not', async () => {
    const chunked = () =>
      new ReadableStream({
        start(sink) {
          for (let sent = 0; sent < 8; sent += 1) sink.enqueue(Buffer.alloc(MIB, 0x20));
          sink.close();
        },
      });
    for (const path of ['json', 'form']) {
      for (const body of [() => Buffer.alloc(8 * MIB, 0x20), chunked]) {
        for (let turn = 0; turn < 10; turn += 1) {
          const init = { method: 'POST', body: body(), duplex: 'half' } as RequestInit;
          const answer = await fetch(`http://127.0.0.1:${port}/${path}`, init);
          expect(answer.status).to.equal(413);
          expect(await answer.json()).to.include({ code: 'body_too_large' });
        }
      }
    }
  });

  it('the connection serves the next request when the rest has come', async () => {
    for (const [head, body, rest] of [
      ['Content-Length: 100000', ' '.repeat(50), ' '.repeat(99_950)],
      ['Transfer-Encoding: chunked', chunk(50), chunk(99_950) + chunk(0)],
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.write(`POST /json HTTP/1.1\r\nHost: hub\r\n${head}\r\n\r\n${body}`);
      await heardFrom(socket, '413');
      socket.write(rest ?? '');
      await delay(PATIENCE_MS + 50);
      socket.write('POST /json HTTP/1.1\r\nHost: hub\r\nContent-Length: 0\r\n\r\n');
      await heardFrom(socket, '200 OK');
      socket.destroy();
    }
  });

  it('whoever does not stop sending is cut off', async () => {
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(`POST /json HTTP/1.1\r\nHost: hub\r\nContent-Length: ${2 ** 40}\r\n\r\n`);
    await heardFrom(socket, '413');
    const sending = setInterval(() => socket.write('          '), 10);
    socket.on('error', () => undefined);
    await closed;
    clearInterval(sending);
  });
});

function chunk(size: number): string {
  return `${size.toString(16)}\r\n${' '.repeat(size)}\r\n`;
}

/** Resolves when the text has come, and fails when the connection ends without it. */
function heardFrom(socket: Socket, text: string): Promise<void> {
  let heard = '';
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk) => {
      heard += chunk;
      if (heard.includes(text)) resolve();
    });
    socket.once('close', () => reject(new Error(`closed after ${heard}`)));
  });
}
