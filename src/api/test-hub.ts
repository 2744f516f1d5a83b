import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../app.ts';
import { loadConfig } from '../config.ts';
import { insertAdmin } from '../core/people/admin.store.ts';
import { type Hub, openHub } from '../hub.ts';
import { newApiKey } from '../platform/crypto/api-keys.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import { insertApiKey } from '../platform/tenancy/api-keys.store.ts';
import { wrapNewDataKey } from '../platform/tenancy/data-keys.ts';
import { insertTenant, listTenants } from '../platform/tenancy/tenants.store.ts';

export interface TestAnswer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, else text. */
  body: unknown;
  text: string;
}

export interface TestRequest {
  /** API key; `null` sends none. Default: the first tenant's administrator. */
  key?: string | null;
  /** Sent as JSON; a string or FormData as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TestTenant {
  tenantId: string;
  /** An administrator's API key. */
  key: string;
  /** The administrator. */
  personId: string;
}

export interface TestHub extends TestTenant {
  hub: Hub;
  url: string;
  request(method: string, path: string, request?: TestRequest): Promise<TestAnswer>;
  /** Another tenant with an administrator of its own. */
  tenant(): Promise<TestTenant>;
  close(): Promise<void>;
}

/** Every hub of one database has to open what the others sealed. */
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

/**
 * A whole hub in this process on a port of its own: on PGlite in a temporary folder, or on the
 * PostgreSQL and Redis of TEST_DATABASE_URL and TEST_REDIS_URL. Its tenant is new in either case.
 */
export async function startTestHub(settings: Record<string, string> = {}): Promise<TestHub> {
  const dataDir = await mkdtemp(join(tmpdir(), 'crosswalk-hub-'));
  const { TEST_DATABASE_URL, TEST_MIGRATE_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const hub = await openHub(
    loadConfig({
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      MASTER_KEY,
      BOOTSTRAP_API_KEY: 'test-bootstrap-key-test-bootstrap-key',
      ...(TEST_DATABASE_URL && {
        DATABASE_URL: TEST_DATABASE_URL,
        MIGRATE_DATABASE_URL: TEST_MIGRATE_DATABASE_URL,
        REDIS_URL: TEST_REDIS_URL,
      }),
      ...settings,
    }),
  );
  const server = createServer(createApp(hub).callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound because the server listens on a port.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  await dropForeignWork(hub);
  hub.start();
  const own = await newTenant(hub);

  return {
    ...own,
    hub,
    url,
    tenant: () => newTenant(hub),
    request: (method, path, { key = own.key, ...request } = {}) =>
      send(new URL(path, url), method, { key, ...request }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await hub.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function newTenant({ database, master, pepper }: Hub): Promise<TestTenant> {
  const tenantId = uuidv7();
  const { key, prefix, hash } = newApiKey(pepper);
  const personId = await database.tenant(tenantId, async (db) => {
    await insertTenant(db, {
      name: `test ${tenantId}`,
      dataKeys: [wrapNewDataKey(master, tenantId)],
    });
    const admin = await insertAdmin(db);
    await insertApiKey(db, {
      id: uuidv7(),
      name: 'admin',
      role: 'admin',
      scopes: null,
      personId: admin,
      prefix,
      expiresAt: null,
      hash,
    });
    return admin;
  });
  return { tenantId, key, personId };
}

async function send(
  url: URL,
  method: string,
  { key, body, headers = {} }: TestRequest,
): Promise<TestAnswer> {
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof FormData);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(key && { Authorization: `Bearer ${key}` }),
      ...(isJson && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && {
      body: isJson ? JSON.stringify(body) : (body as string | FormData),
    }),
  });
  const isEndless = response.headers.get('Content-Type')?.startsWith('text/event-stream');
  const text = isEndless ? await firstOf(response) : await response.text();
  const isParsed = /\bjson\b/.test(response.headers.get('Content-Type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isParsed ? JSON.parse(text) : text,
  };
}

/** What a body that does not end begins with. */
async function firstOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

/** Platforms of earlier tests are gone: to wait for them would take places until time is out. */
async function dropForeignWork({ database }: Hub): Promise<void> {
  for (const { tenantId } of await listTenants(database.lookup)) {
    await database.tenant(tenantId, async (db) => {
      await db.query(
        `delete from job where tenant_id = $1 and state = 'queued' and kind like 'lti.%'`,
        [db.tenantId],
      );
      await db.query('update lti_deployment set is_enabled = false where tenant_id = $1', [
        db.tenantId,
      ]);
    });
  }
}
