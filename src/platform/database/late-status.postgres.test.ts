import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { testDatabase, testTenant } from './test-database.ts';

/** Bytes of ReadyForQuery: in which state the transaction is (PostgreSQL protocol, 55.7). */
const READY_BYTES = 6;

describe('a database that tells late in which state a transaction is', () => {
  let between: Server;
  let database: Database;
  let tenantId: string;

  before(async () => {
    tenantId = await testTenant(await testDatabase());
    const url = new URL(process.env.TEST_DATABASE_URL ?? '');
    between = createServer((client) => {
      const server = connect(Number(url.port), url.hostname);
      for (const socket of [client, server]) socket.on('error', () => undefined);
      client.pipe(server);
      let turn = Promise.resolve();
      server.on('data', (answer) => {
        turn = turn.then(async () => {
          client.write(answer.subarray(0, -READY_BYTES));
          await delay(3);
          client.write(answer.subarray(-READY_BYTES));
        });
      });
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((between.address() as AddressInfo).port);
    database = await openPostgres({ url: through.href, poolSize: 2, bypassingRole: 'refuse' });
  });
  after(async () => {
    await database?.close();
    between?.close();
  });

  it('does not hand a read that failed on to the next', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await database.read(tenantId, async (db) => {
        await db.query('select no_such_column').catch(() => undefined);
      });
      const { rows } = await database.read(tenantId, (db) => db.query('select name from tenant'));
      expect(rows).to.have.length(1);
    }
  });
});
