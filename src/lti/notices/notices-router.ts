import { Router } from '@koa/router';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { readJson } from '../../platform/http/body.ts';
import { Problem } from '../../platform/http/problem.ts';
import { NoticeError, type NoticesDeps, receiveNotices } from './receive-notices.ts';

/** A hundred notices of many origins each. */
const MAX_BYTES = 1024 * 1024;

/** `POST /lti/notices`: what platforms tell outside of any launch (PNS 1.0 4). */
export function noticesRouter({
  limiter,
  ...deps
}: NoticesDeps & { limiter: RateLimiter }): Router {
  const router = new Router();
  router.post('/lti/notices', async (ctx) => {
    ctx.state.route = '/lti/notices';
    const { allowed, headers } = await limiter.check('address', ctx.ip);
    ctx.set(headers);
    if (!allowed) {
      ctx.status = 429;
      return;
    }
    try {
      await receiveNotices(deps, await readJson(ctx.req, MAX_BYTES));
      ctx.status = 200;
      ctx.body = {};
    } catch (error) {
      if (!(error instanceof NoticeError) && !(error instanceof Problem)) throw error;
      ctx.status = error instanceof Problem ? error.status : 400;
      ctx.body = { error: error.message };
    }
  });
  return router;
}
