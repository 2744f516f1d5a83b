import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const key = 'test-bootstrap-key-test-bootstrap-key';
const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };

/** A hub process on the embedded database, once it listens. */
async function startHub(dataDir: string, port: number): Promise<ChildProcess> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [main], {
    env: {
      PATH,
      DATA_DIR: dataDir,
      PORT: String(port),
      BOOTSTRAP_API_KEY: key,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  for await (const chunk of child.stdout ?? []) {
    told += chunk;
    if (told.includes('listens on')) return child;
  }
  throw new Error(`the hub did not start: ${told}`);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  describe(`a hub that gets ${signal}`, function () {
    this.timeout(60_000);
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    let dataDir: string;
    const children: ChildProcess[] = [];

    before(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'crosswalk-stop-'));
    });
    after(async () => {
      for (const child of children) child.kill('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    });

    it('says so at once on a connection that is open, finishes the request in hand, exits with 0, and starts again with its work', async () => {
      const hub = await startHub(dataDir, port);
      children.push(hub);
      const body = '{"title": "Rivers"}';
      const upload = httpRequest({
        port,
        method: 'POST',
        path: '/v1/decks',
        headers: { ...headers, 'Content-Length': body.length },
      });
      upload.write(body.slice(0, 5));
      await once(upload, 'socket');
      // Another request has been answered: the first one is in hand by now.
      const balancer = new Agent({ keepAlive: true, maxSockets: 1 });
      expect(await ready(port, balancer)).to.deep.equal([200, 'up']);
      const exited = once(hub, 'exit');
      hub.kill(signal);
      await refused(port);
      expect(await ready(port, balancer)).to.deep.equal([503, 'stopping']);
      const answered = once(upload, 'response');
      upload.end(body.slice(5));
      const [response] = await answered;
      response.resume();
      expect(response.statusCode).to.equal(201);
      expect((await exited)[0]).to.equal(0);

      const again = await startHub(dataDir, port);
      children.push(again);
      const decks = await fetch(`http://127.0.0.1:${port}/v1/decks`, { headers });
      expect(await decks.json()).to.have.nested.property('data[0].title', 'Rivers');
      const stopped = once(again, 'exit');
      again.kill(signal);
      expect((await stopped)[0]).to.equal(0);
    });
  });
}

async function ready(port: number, agent: Agent): Promise<[status: number, said: string]> {
  const asked = httpRequest({ port, path: '/health/ready', agent }).end();
  const [response] = await once(asked, 'response');
  // Sound because /health answers so.
  const { status } = (await json(response)) as { status: string };
  return [response.statusCode, status];
}

/** Until new connections are refused. */
async function refused(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined);
    if (!answer) return;
    await answer.text();
  }
}
