import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';

describe('throw-away services', () => {
  async function started() {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tools/services/main.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const env: Record<string, string> = {};
    for await (const line of createInterface(child.stdout)) {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (name && value) env[name] = value;
      else break;
    }
    return { child, env, urls: [env.TEST_DATABASE_URL ?? '', env.TEST_REDIS_URL ?? ''] };
  }

  function isListening(url: string): Promise<boolean> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.on('connect', () => socket.destroy()).on('error', () => {});
      socket.on('close', (failed) => resolve(!failed));
    });
  }

  async function stopped(urls: string[]): Promise<boolean> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const listening = await Promise.all(urls.map(isListening));
      if (!listening.includes(true)) return true;
      await wait(100);
    }
    return false;
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`stop after ${signal}`, async () => {
      const { child, urls } = await started();
      expect(await Promise.all(urls.map(isListening))).to.deep.equal([true, true]);
      child.kill(signal);
      await once(child, 'exit');
      expect(await stopped(urls), urls.join()).to.equal(true);
    });
  }

  it('give an app role that row-level security binds and an owner who is no superuser', async () => {
    const { child, env } = await started();
    try {
      const roles = await Promise.all(
        [env.TEST_DATABASE_URL, env.TEST_MIGRATE_DATABASE_URL].map((url) => roleOf(url ?? '')),
      );
      expect(roles).to.deep.equal([
        { rolsuper: false, rolbypassrls: false, owns: false },
        { rolsuper: false, rolbypassrls: false, owns: true },
      ]);
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  async function roleOf(url: string): Promise<unknown> {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, exists (
         select from pg_database where datname = current_database() and datdba = pg_roles.oid
       ) as owns from pg_roles where rolname = current_user`,
    );
    await client.end();
    return rows[0];
  }
});
