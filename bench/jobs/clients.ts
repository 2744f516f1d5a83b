import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PglitePgConnection } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';

/** PostgreSQL as the app's role; or the data folder of a stopped hub with the embedded database. */
export type Target = { url: string } | { dataDir: string };

export interface Clients {
  clients: [pg.Client, ...pg.Client[]];
  /** How the hub begins a transaction. */
  begin: string;
  close(): Promise<void>;
}

/** Connections as the hub has them: `count` to PostgreSQL, one to the embedded database. */
export async function openClients(target: Target, count: number): Promise<Clients> {
  if ('dataDir' in target) return openPglite(target.dataDir);
  const open = () => new pg.Client({ connectionString: target.url, pipeline: true });
  const clients: Clients['clients'] = [open(), ...Array.from({ length: count - 1 }, open)];
  await Promise.all(clients.map((client) => client.connect()));
  const close = async () => {
    await Promise.all(clients.map((client) => client.end()));
  };
  return { clients, begin: 'begin', close };
}

async function openPglite(dataDir: string): Promise<Clients> {
  const pglite = await PGlite.create({ dataDir: join(dataDir, 'pglite') });
  const config = { pipeline: true, connection: new PglitePgConnection({ pglite }) };
  const client = new pg.Client(config as pg.ClientConfig);
  await client.connect();
  const close = async () => {
    await client.end();
    await pglite.close();
  };
  return { clients: [client], begin: 'begin; set local role hub_app', close };
}

/** One statement in a transaction of its own within a tenant, in two round trips as in the hub. */
export async function inTenant<Row extends object>(
  client: pg.Client,
  { tenantId, begin }: { tenantId: string; begin: string },
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const [, { rows }] = await Promise.all([
    client.query(`${begin}; set local app.tenant = '${tenantId}'`),
    client.query<Row>(text, values),
  ]);
  await client.query('commit');
  return rows;
}
