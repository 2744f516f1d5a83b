import type { Log } from '../log/log.ts';
import type { Database } from './database.ts';
import { type Migration, migrate } from './migrate.ts';
import { startPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

interface OpenOptions {
  dataDir: string;
  /** PostgreSQL as the app's role; undefined: the embedded database under `dataDir`. */
  url: string | undefined;
  /** PostgreSQL as the owner; default `url`. */
  ownerUrl: string | undefined;
  poolSize: number;
  bypassingRole: 'refuse' | 'step-down';
  keepPlans: boolean;
  migrations: Migration[];
  definitions: string;
  /** Told to whoever finds the directory locked. */
  publicUrl: string;
  log: Log;
}

/** Opens the database that the settings name, brought up to date. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { url, migrations, definitions, log } = options;
  if (url) {
    const target = { url: options.ownerUrl ?? url };
    const { applied } = await migrate({
      target,
      migrations,
      definitions,
      appRole: new URL(url).username,
    });
    if (applied.length > 0) log.info({ applied }, 'migrated');
    const { poolSize, bypassingRole, keepPlans } = options;
    return openPostgres({ url, poolSize, bypassingRole, keepPlans });
  }
  const engine = await startPglite(options.dataDir, { url: options.publicUrl });
  try {
    const { applied } = await migrate({ target: engine, migrations, definitions });
    if (applied.length > 0) log.info({ applied }, 'migrated');
    log.info(
      'the embedded database does not sync to disk: it survives a killed process, not a power cut',
    );
    return engine.open();
  } catch (error) {
    await engine.close();
    throw error;
  }
}
