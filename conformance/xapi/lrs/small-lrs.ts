import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  createLrs,
  createMemoryAttachments,
  createMemoryStore,
  type LrsStore,
  XapiError,
} from '@crosswalk/xapi-lrs';
import Koa from 'koa';

interface SmallLrs {
  endpoint: string;
  key: string;
  secret: string;
  close(): Promise<void>;
}

/** The package's own router and memory store. */
export async function startSmallLrs(): Promise<SmallLrs> {
  const [key, secret] = ['key', 'secret'];
  const expected = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const account = { homePage: 'http://lrs.example', name: 'conformance' };
  const lrs = createLrs({
    store: unhurried(createMemoryStore()),
    attachments: createMemoryAttachments(),
    authenticate: async (ctx) => {
      if (ctx.get('Authorization') !== expected) throw new XapiError(401, { message: 'Who?' });
      return {
        tenant: 'conformance',
        scopes: new Set(['all']),
        authority: { objectType: 'Agent', account },
        defaultVersion: '2.0.0',
        strictStateConcurrency: true,
      };
    },
  });
  const server = new Koa().use(lrs.prefix('/xapi').routes()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}/xapi`,
    key,
    secret,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Others come in between reading a document and writing it, as they do with a database. */
function unhurried(store: LrsStore): LrsStore {
  return {
    ...store,
    async findDocument(...asked) {
      const found = await store.findDocument(...asked);
      await wait(2);
      return found;
    },
  };
}
