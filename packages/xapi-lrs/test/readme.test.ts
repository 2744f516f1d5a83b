import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const folder = fileURLToPath(new URL('..', import.meta.url));

describe('README of xapi-lrs', () => {
  it('its first example is an LRS that stores a statement and gives it back', async () => {
    const readme = await readFile(`${folder}README.md`, 'utf8');
    const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
    const port = await freePort();
    const node = ['--import=tsx', '--conditions=source', '--input-type=module', '--eval', example];
    const server = spawn(process.execPath, node, {
      cwd: folder,
      env: { ...process.env, PORT: String(port) },
      stdio: 'inherit',
    });
    try {
      const url = `http://127.0.0.1:${port}/xapi`;
      await listening(`${url}/about`, server);
      const headers = {
        Authorization: `Basic ${btoa('key:secret')}`,
        'Content-Type': 'application/json',
        'X-Experience-API-Version': '2.0.0',
      };
      const statement = {
        actor: { mbox: 'mailto:ada@example.org' },
        verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
        object: { id: 'http://example.org/lectures/1' },
      };
      const body = JSON.stringify(statement);
      const stored = await fetch(`${url}/statements`, { method: 'POST', headers, body });
      expect(stored.status).to.equal(200);
      const answer = await fetch(`${url}/statements`, { headers });
      const { statements } = await answer.json();
      expect(statements).to.have.length(1);
      expect(statements[0]).to.deep.include(statement);
      expect((await fetch(`${url}/statements`)).status).to.equal(401);
    } finally {
      if (server.exitCode === null) {
        server.kill();
        await once(server, 'exit');
      }
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function listening(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (server.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens at ${url}`);
}
