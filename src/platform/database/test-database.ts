import { randomBytes } from 'node:crypto';
import { migrations } from '../../../migrations/index.ts';
import { uuidv7 } from '../crypto/uuid.ts';
import { allLookups } from '../tenancy/all-lookups.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { startPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

let opened: Promise<Database> | undefined;

/**
 * The database that tests run on: PostgreSQL when TEST_DATABASE_URL (the app's role) is given, with
 * TEST_MIGRATE_DATABASE_URL for the owner, else one in-memory PGlite per process. Tests never clean
 * up: each takes a tenant of its own.
 */
export function testDatabase(): Promise<Database> {
  opened ??= open();
  return opened;
}

/** For the root `after` hook. */
export async function closeTestDatabase(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}

/** A new tenant's id, with its row. */
export async function testTenant(db: Database, name = 'test'): Promise<string> {
  const tenantId = uuidv7();
  await db.tenant(tenantId, (t) =>
    t.query('insert into tenant (tenant_id, name) values ($1, $2)', [
      tenantId,
      `${name} ${randomBytes(4).toString('hex')}`,
    ]),
  );
  return tenantId;
}

async function open(): Promise<Database> {
  const url = process.env.TEST_DATABASE_URL;
  const owner = process.env.TEST_MIGRATE_DATABASE_URL ?? url;
  const definitions = allLookups;
  if (!url || !owner) {
    const engine = await startPglite('memory');
    await migrate({ target: engine, migrations, definitions });
    return engine.open();
  }
  await migrate({
    target: { url: owner },
    migrations,
    definitions,
    appRole: new URL(url).username,
  });
  return openPostgres({ url, poolSize: 10, bypassingRole: 'refuse' });
}
