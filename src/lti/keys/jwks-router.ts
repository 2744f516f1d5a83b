import { createHash } from 'node:crypto';
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';
import { SHARED_KEYS, type ToolKeys } from './tool-keys.ts';

/** New keys sign after two of these (see `rotateToolKeys`). */
const MAX_AGE_S = 3_600;

/** `/lti/jwks`: the hub's shared keys; `/lti/jwks/<tenant>`: those of one tenant. */
export function jwksRouter({
  database,
  toolKeys,
}: {
  database: Database;
  toolKeys: Pick<ToolKeys, 'jwks'>;
}): Router {
  const router = new Router();
  router.get('/lti/jwks', async (ctx) => {
    ctx.state.route = '/lti/jwks';
    send(ctx, await toolKeys.jwks(SHARED_KEYS));
  });
  router.get('/lti/jwks/:tenant', async (ctx) => {
    ctx.state.route = '/lti/jwks/{tenant}';
    const { tenant = '' } = ctx.params;
    // Asking for keys makes the first one, so nobody but tenants may.
    const isTenant = isUuid(tenant) && (await database.read(tenant.toLowerCase(), getTenant));
    if (!isTenant) {
      ctx.status = 404;
      ctx.body = { keys: [] };
      return;
    }
    send(ctx, await toolKeys.jwks(tenant.toLowerCase()));
  });
  return router;
}

function send(ctx: Context, keys: object): void {
  const text = JSON.stringify(keys);
  ctx.set('Cache-Control', `public, max-age=${MAX_AGE_S}`);
  // Public by nature, and some platforms' configuration pages read it in the browser.
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.etag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = 'application/json';
  ctx.body = text;
}
