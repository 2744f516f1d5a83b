import { once } from 'node:events';
import Koa from 'koa';
import type { LrsCaller, Scope } from '../src/caller.ts';
import { createLrs, type LrsOptions } from '../src/http/lrs.ts';
import { createMemoryAttachments } from '../src/memory/memory-attachments.ts';
import { createMemoryStore } from '../src/memory/memory-store.ts';
import { XapiError } from '../src/xapi-error.ts';

export interface LrsApp {
  /** A request to a path below the LRS; callers are named as by `callers`. */
  send(path: string, request?: Sent): Promise<Response>;
  /** Address of a path below the LRS. */
  url(path: string): string;
  close(): Promise<void>;
}

interface Sent {
  method?: string;
  caller?: string | undefined;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  body?: BodyInit;
  signal?: AbortSignal;
}

export function callerOf(name: string, scopes: readonly Scope[], tenant = 'one'): LrsCaller {
  return {
    tenant,
    scopes: new Set(scopes),
    authority: { objectType: 'Agent', account: { homePage: 'http://lrs.example', name } },
    defaultVersion: '2.0.0',
    strictStateConcurrency: true,
  };
}

/** The real router on the memory store, behind HTTP. */
export async function startLrs(
  callers: Record<string, LrsCaller> = { all: callerOf('all', ['all']) },
  options: Partial<LrsOptions> = {},
): Promise<LrsApp> {
  const lrs = createLrs({
    store: createMemoryStore(),
    attachments: createMemoryAttachments(),
    authenticate: async (ctx) => {
      const caller = callers[ctx.get('Authorization')];
      if (caller) return caller;
      throw new XapiError(401, { message: 'Who are you?' });
    },
    ...options,
  });
  const app = new Koa().use(lrs.prefix('/xapi').routes());
  // Clients that go away are not to fill the output of tests.
  app.silent = true;
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = (path: string) => `http://127.0.0.1:${address.port}/xapi${path}`;
  return {
    url,
    send: (path, { method = 'GET', caller = 'all', headers, json, body, signal } = {}) =>
      fetch(url(path), {
        method,
        headers: {
          Authorization: caller,
          'X-Experience-API-Version': '2.0.0',
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(signal && { signal }),
        ...{ duplex: 'half' },
        ...(json !== undefined ? { body: JSON.stringify(json) } : body !== undefined && { body }),
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const lecture = {
  actor: { mbox: 'mailto:ada@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
  object: { id: 'http://example.org/lectures/1' },
};

export const state =
  '/activities/state?activityId=http%3A%2F%2Fexample.org%2F1&stateId=s&agent=%7B%22mbox%22%3A%22mailto%3Aada%40example.org%22%7D';
