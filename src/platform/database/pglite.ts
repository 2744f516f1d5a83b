import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PglitePgConnection } from '@electric-sql/pglite/node-postgres';
import { dataDir as template } from '@electric-sql/pglite-prepopulatedfs';
import pg from 'pg';
import { clientOptions, createDatabase, type Database } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { APP_ROLE } from './roles.ts';

/** The embedded engine with what drives it as node-postgres: for the hub's pool and for migrations. */
export interface EmbeddedEngine {
  /** Client class for pg pools and knex; every client gets a fresh adapter connection. */
  Client: typeof pg.Client;
  open: () => Database;
  close: () => Promise<void>;
}

/**
 * Starts PGlite under `dataDir` (locked against other processes), or in memory.
 * It survives a killed process, but never syncs to disk: a power cut can lose the last writes.
 */
export async function startPglite(
  dataDir: string | 'memory',
  owner?: { url: string },
): Promise<EmbeddedEngine> {
  const lock = dataDir === 'memory' ? undefined : await lockDirectory(dataDir, owner);
  try {
    const pglite = await startEngine(dataDir);
    return engine(pglite, async () => {
      await pglite.close();
      await lock?.release();
    });
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function startEngine(dataDir: string | 'memory'): Promise<PGlite> {
  if (dataDir === 'memory') return PGlite.create({ loadDataDir: await template() });
  const path = join(dataDir, 'pglite');
  const isNew = (await mkdir(path, { recursive: true })) !== undefined;
  // An initialised template spares the eight seconds of initdb.
  return PGlite.create({ dataDir: path, ...(isNew && { loadDataDir: await template() }) });
}

function engine(pglite: PGlite, close: () => Promise<void>): EmbeddedEngine {
  // One connection object must not be shared: after an SQL error the pool drops its client.
  class PgliteClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super({ ...config, connection: new PglitePgConnection({ pglite }) } as pg.ClientConfig);
    }
  }
  return {
    Client: PgliteClient,
    open: () => {
      const pool = new pg.Pool({ ...clientOptions, Client: PgliteClient, max: 1 });
      pool.on('error', () => undefined);
      return createDatabase({
        kind: 'pglite',
        pool,
        role: APP_ROLE,
        // All clients share one backend, where a dropped client's statements would stay.
        keepPlans: false,
        close: async () => {
          await pool.end();
          await close();
        },
      });
    },
    close,
  };
}
