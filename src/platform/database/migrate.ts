import createKnex, { type Knex } from 'knex';
import PostgresDialect from 'knex/lib/dialects/postgres/index.js';
import pg from 'pg';
import type { EmbeddedEngine } from './pglite.ts';
import { APP_ROLE } from './roles.ts';

export interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
}

export interface MigrateOptions {
  /** PostgreSQL as the owner of the tables, or the embedded engine. */
  target: { url: string } | EmbeddedEngine;
  migrations: Migration[];
  /** SQL that is brought up to date at every start (functions); runs after the migrations. */
  definitions: string;
  /** The login role of the app where it is not the owner. */
  appRole?: string | undefined;
}

/** Any number that no other program's advisory lock on this database uses. */
const LOCK = 7_265_349_001;

/** Brings the schema up to date, forward only; several processes may call it at once. */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const { target } = options;
  if (!('url' in target)) return run(embeddedKnex(target), options);
  const lock = new pg.Client({ connectionString: target.url });
  await lock.connect();
  try {
    // Held by the session: a killed process frees it, unlike a row that says "locked".
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    return await run(
      createKnex({ client: 'pg', connection: target.url, pool: { min: 0, max: 1 } }),
      options,
    );
  } finally {
    await lock.end();
  }
}

function embeddedKnex(engine: EmbeddedEngine): Knex {
  class EmbeddedDialect extends PostgresDialect {
    _driver() {
      return { Client: engine.Client };
    }
  }
  return createKnex({ client: EmbeddedDialect, connection: {}, pool: { min: 0, max: 1 } });
}

async function run(knex: Knex, options: MigrateOptions): Promise<{ applied: string[] }> {
  try {
    const config: Knex.MigratorConfig = { migrationSource: sourceOf(options.migrations) };
    await knex.migrate.forceFreeMigrationsLock(config);
    const [, applied]: [number, string[]] = await knex.migrate.latest(config);
    await knex.raw(options.definitions);
    await grant(knex, options.appRole);
    return { applied };
  } finally {
    await knex.destroy();
  }
}

function sourceOf(migrations: Migration[]): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => migrations,
    getMigrationName: (migration) => migration.name,
    getMigration: async (migration) => ({ up: migration.up, down: forwardOnly }),
  };
}

async function forwardOnly(): Promise<never> {
  throw new Error('migrations go forward only: restore a backup instead');
}

/** Tables are the owner's; the app may read and write rows, nothing more. */
async function grant(knex: Knex, appRole: string | undefined): Promise<void> {
  const { rows } = await knex.raw('select rolname from pg_roles where rolname = any(?)', [
    [APP_ROLE, appRole ?? APP_ROLE],
  ]);
  for (const { rolname } of rows) {
    await knex.raw(
      `
      grant usage on schema public to ??;
      grant select, insert, update, delete on all tables in schema public to ??;
      grant usage on all sequences in schema public to ??;
    `.replaceAll('??', pg.escapeIdentifier(rolname)),
    );
  }
}
