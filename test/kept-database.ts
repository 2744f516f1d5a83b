import type { Database } from '../src/platform/database/database.ts';
import { startPglite } from '../src/platform/database/pglite.ts';
import { openPostgres } from '../src/platform/database/postgres.ts';

/** What a hub that has stopped left behind; `env` as it was started with. */
export async function openKept(dataDir: string, env: Record<string, string>): Promise<Database> {
  const { DATABASE_URL: url } = env;
  if (url) return openPostgres({ url, poolSize: 1, bypassingRole: 'refuse' });
  return (await startPglite(dataDir)).open();
}
