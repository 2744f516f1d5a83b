import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../app.ts';
import { type Config, loadConfig } from '../config.ts';
import { findAdmin } from '../core/people/admin.store.ts';
import { type Hub, openHub } from '../hub.ts';
import { newToken } from '../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import { lockOwner } from '../platform/database/directory-lock.ts';
import { SESSION_COOKIE, SESSION_PURPOSE } from '../platform/http/authenticate.ts';
import { insertAccessToken } from '../platform/tenancy/credentials.store.ts';
import { listTenants } from '../platform/tenancy/tenants.store.ts';
import { createClient, type HubClient } from './client.ts';

const SESSION_MS = 12 * 3_600_000;

/**
 * Works with a running hub (HUB_URL, or the one that holds the data directory), or opens the data
 * directory itself for as long as the command takes.
 */
export async function withClient<T>(work: (client: HubClient) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  const url = config.HUB_URL ?? (await runningHub(config));
  if (url) {
    const key = config.HUB_API_KEY ?? config.BOOTSTRAP_API_KEY;
    return work(createClient(url, key ? { Authorization: `Bearer ${key}` } : {}));
  }
  return withHub((hub) => serve(hub, work));
}

async function runningHub(config: Config): Promise<string | undefined> {
  if (config.DATABASE_URL) return undefined;
  return (await lockOwner(config.DATA_DIR))?.url;
}

/** The hub in this process; only errors are logged. */
export async function withHub<T>(work: (hub: Hub) => Promise<T>): Promise<T> {
  const hub = await openHub(loadConfig({ LOG_LEVEL: 'error', ...process.env }));
  try {
    return await work(hub);
  } finally {
    await hub.close();
  }
}

/** Serves the API to this command alone, on a port that nobody else is told. */
async function serve<T>(hub: Hub, work: (client: HubClient) => Promise<T>): Promise<T> {
  const server = createServer(createApp(hub).callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  hub.start();
  try {
    const origin = hub.config.publicUrl;
    const Cookie = `${SESSION_COOKIE}=${await adminSession(hub)}`;
    return await work(createClient(`http://127.0.0.1:${port}`, { Cookie, Origin: origin }));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function adminSession({ database }: Hub): Promise<string> {
  const [tenant] = await listTenants(database.lookup);
  if (!tenant) throw new Error('the hub has no tenant');
  const { token, hash } = newToken();
  await database.tenant(tenant.tenantId, async (db) => {
    await insertAccessToken(db, {
      id: uuidv7(),
      purpose: SESSION_PURPOSE,
      hash,
      role: 'admin',
      personId: await findAdmin(db),
      expiresAt: new Date(Date.now() + SESSION_MS),
    });
  });
  return token;
}
