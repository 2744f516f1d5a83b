import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Database } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log/log.ts';
import { isFetchKnown, takeFetch } from './session.store.ts';
import { newAuthToken, readFetchKey } from './session-token.ts';

interface FetchDeps {
  database: Database;
  log: Log;
}

type FetchAnswer =
  | { 'auth-token': string }
  | { 'error-code': '1' | '2' | '3'; 'error-text': string };

/** The fetch URL of a launch (cmi5 8.2): gives the token of its session, once. */
export function fetchRouter({ database, log }: FetchDeps): Router {
  const router = new Router();
  router.use('/cmi5/fetch/:key', async (ctx, next) => {
    ctx.state.route = '/cmi5/fetch/{key}';
    allowAnyOrigin(ctx);
    await next();
  });
  router.options('/cmi5/fetch/:key', (ctx) => {
    ctx.set('Access-Control-Allow-Methods', 'POST');
    ctx.set('Access-Control-Allow-Headers', ctx.get('Access-Control-Request-Headers'));
    ctx.status = 204;
  });
  router.post('/cmi5/fetch/:key', async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = await answerOf(database, ctx.params.key ?? '').catch((error: unknown) => {
      log.error({ err: error }, 'a cmi5 token cannot be given');
      return refused('3', 'The token cannot be given at the moment.');
    });
  });
  // To a GET the answer might be cached (cmi5 8.2.1).
  router.get('/cmi5/fetch/:key', (ctx) => {
    ctx.set('Allow', 'POST, OPTIONS');
    ctx.status = 405;
  });
  return router;
}

async function answerOf(database: Database, text: string): Promise<FetchAnswer> {
  const key = readFetchKey(text);
  if (!key) return refused('2', 'This is no address of a launch.');
  const { tenantId, sessionId: id, hash: fetchHash } = key;
  const token = newAuthToken({ tenantId, sessionId: id });
  return database.tenant(tenantId, async (db) => {
    if (await takeFetch(db, { id, fetchHash, tokenHash: token.hash })) {
      return { 'auth-token': token.text };
    }
    return (await isFetchKnown(db, { id, fetchHash }))
      ? refused('1', 'The token has been fetched before, or the session has ended.')
      : refused('2', 'There is no such launch.');
  });
}

function refused(code: '1' | '2' | '3', text: string): FetchAnswer {
  return { 'error-code': code, 'error-text': text };
}

/** Content may be anywhere; no cookies are read, so who asks for credentials gets none. */
function allowAnyOrigin(ctx: Context): void {
  const origin = ctx.get('Origin');
  ctx.vary('Origin');
  ctx.set('Access-Control-Allow-Origin', origin || '*');
  if (origin) ctx.set('Access-Control-Allow-Credentials', 'true');
}
