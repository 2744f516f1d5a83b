import pg from 'pg';
import { clientOptions, createDatabase, type Database } from './database.ts';
import { APP_ROLE } from './roles.ts';

/** A caller that waits longer for a connection is told to try again. */
const CONNECT_MS = 10_000;

/** The login role could read every tenant's rows. */
export class UnsafeRoleError extends Error {
  override name = 'UnsafeRoleError';
}

export interface PostgresOptions {
  url: string;
  poolSize: number;
  /** `refuse` a role that bypasses row-level security, or `step-down` to the app's role. */
  bypassingRole: 'refuse' | 'step-down';
  /** Whether connections keep prepared statements; default true. */
  keepPlans?: boolean;
}

/** Opens PostgreSQL 15+ as the app's role. Call `migrate` first. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const base = { connectionString: options.url, application_name: 'crosswalk' };
  const pool = new pg.Pool({
    ...base,
    ...clientOptions,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A connection that breaks is replaced at the next use, and its queries fail by themselves; unheard,
  // the event ends the process: the pool hears idle ones, nobody those in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const close = () => pool.end();
  try {
    const { rows } = await pool.query<{ name: string; bypasses: boolean }>(
      'select rolname as name, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user',
    );
    const bypasses = rows[0]?.bypasses ?? true;
    if (bypasses && options.bypassingRole === 'refuse') {
      throw new UnsafeRoleError(
        `DATABASE_URL logs in as "${rows[0]?.name}", which bypasses row-level security. Use a role without SUPERUSER and BYPASSRLS; give the owner in MIGRATE_DATABASE_URL.`,
      );
    }
    return createDatabase({
      kind: 'postgres',
      pool,
      role: bypasses ? APP_ROLE : undefined,
      keepPlans: options.keepPlans ?? true,
      close,
    });
  } catch (error) {
    await close();
    throw error;
  }
}
