import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** The README's JavaScript, block by block. */
export async function readmeExamples(): Promise<string[]> {
  const readme = await readFile(`${folder}README.md`, 'utf8');
  return [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}

/** Runs code that listens on `PORT` in a process of its own, until the work is done. */
export async function withServer(
  { code, env = {} }: { code: string; env?: Record<string, string> },
  work: (url: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const node = ['--import=tsx', '--conditions=source', '--input-type=module', '--eval', code];
  const server = spawn(process.execPath, node, {
    cwd: folder,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'inherit',
  });
  try {
    const url = `http://127.0.0.1:${port}/xapi`;
    await listening(`${url}/about`, server);
    await work(url);
  } finally {
    if (server.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
  }
}

/** Stores a statement with the README's credential, reads it back, and is refused without. */
export async function storeAndRead(url: string): Promise<void> {
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
  const { statements } = await (await fetch(`${url}/statements`, { headers })).json();
  expect(statements).to.have.length(1);
  expect(statements[0]).to.deep.include(statement);
  expect((await fetch(`${url}/statements`)).status).to.equal(401);
}

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
