import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AttachmentStore,
  createLrs,
  createMemoryAttachments,
  createMemoryStore,
  type LrsStore,
  XapiError,
} from '@crosswalk/xapi-lrs';
import Koa from 'koa';

const tenant = 'other';
const authority = {
  objectType: 'Agent',
  account: { homePage: 'https://other.example', name: 'app' },
};

/** Answers in the place of the LRS; true when it did. */
export type Fault = (
  request: IncomingMessage,
  response: ServerResponse,
) => boolean | Promise<boolean>;

/** Another LRS on this machine, in memory. */
export interface TestRemoteLrs {
  endpoint: string;
  key: string;
  secret: string;
  store: LrsStore;
  attachments: AttachmentStore;
  /** Requests that came, faults included. */
  requests: { method: string; path: string }[];
  fault: Fault | undefined;
  /** Ids in the order in which they were stored. */
  ids(): Promise<string[]>;
  close(): Promise<void>;
}

export async function startRemoteLrs(): Promise<TestRemoteLrs> {
  const store = createMemoryStore();
  const attachments = createMemoryAttachments();
  const login = { key: 'hub', secret: 'a secret: with a colon' };
  const expected = `Basic ${Buffer.from(`${login.key}:${login.secret}`).toString('base64')}`;
  const lrs = createLrs({
    store,
    attachments,
    authenticate: async (ctx) => {
      if (ctx.get('Authorization') !== expected) throw new XapiError(401, { message: 'who?' });
      return {
        ...{ tenant, authority, scopes: new Set(['all'] as const) },
        ...{ defaultVersion: '2.0.0', strictStateConcurrency: true },
      };
    },
  });
  const handle = new Koa().use(lrs.prefix('/xapi').routes()).callback();
  const server = createServer(async (request, response) => {
    remote.requests.push({ method: request.method ?? '', path: request.url ?? '' });
    if (await remote.fault?.(request, response)) return;
    await handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound because the server listens on a port.
  const { port } = server.address() as AddressInfo;
  const remote: TestRemoteLrs = {
    endpoint: `http://127.0.0.1:${port}/xapi`,
    ...login,
    store,
    attachments,
    requests: [],
    fault: undefined,
    async ids() {
      const filter = { relatedAgents: false, relatedActivities: false, ascending: true };
      const page = await store.findStatements(tenant, { ...filter, limit: 1_000_000 });
      return page.statements.map(({ id }) => id);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return remote;
}

/** Answers with this status, without reading on. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, { ...headers, Connection: 'close' });
  response.end(JSON.stringify({ error: `a ${status} of the test` }));
  return true;
}
