import { Router } from '@koa/router';
import type { Context } from 'koa';
import { type Static, Type } from 'typebox';
import type { RateLimiter } from '../../../platform/http/authenticate.ts';
import { readJson } from '../../../platform/http/body.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { OneOf } from '../../../platform/http/shapes.ts';
import { compileCheck } from '../../../platform/http/validation.ts';
import { type LaunchDeps, launchDispatch } from './launch-dispatch.ts';
import { LAUNCH_PATH } from './launch-path.ts';

export interface LaunchRouterDeps extends LaunchDeps {
  limiter: RateLimiter;
  config: { publicUrl: string };
}

const MAX_BYTES = 32 * 1024;

const Launch = Type.Object(
  {
    dispatch: Type.String({ minLength: 1, maxLength: 2_000 }),
    learner: Type.Object({
      id: Type.String({ minLength: 1, maxLength: 4_000 }),
      name: Type.String({ maxLength: 4_000 }),
    }),
    mode: OneOf(['normal', 'browse', 'review'] as const),
  },
  { additionalProperties: true },
);
const checkLaunch = compileCheck(Launch, 'body');

/** `/dispatch`: what shells in other learning platforms ask for, from whatever origin they have. */
export function dispatchRouter({ limiter, config, ...deps }: LaunchRouterDeps): Router {
  const router = new Router();
  router.options(LAUNCH_PATH, (ctx) => {
    allowAnyOrigin(ctx);
    ctx.set({
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'content-type',
      'Access-Control-Max-Age': '600',
    });
    ctx.status = 204;
  });
  router.post(LAUNCH_PATH, async (ctx) => {
    ctx.state.route = LAUNCH_PATH;
    allowAnyOrigin(ctx);
    const { allowed, headers } = await limiter.check('address', ctx.ip);
    ctx.set(headers);
    if (!allowed) {
      throw new Problem(429, 'rate_limited', { detail: 'Too many requests. Wait a moment.' });
    }
    const launch = checkLaunch(await readJson(ctx.req, MAX_BYTES)) as Static<typeof Launch>;
    const path = await launchDispatch(deps, { ...launch, origin: ctx.get('Origin') });
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { url: config.publicUrl + path };
  });
  return router;
}

/** No cookie counts here: whoever has the package and names a learner is answered. */
function allowAnyOrigin(ctx: Context): void {
  ctx.set('Access-Control-Allow-Origin', '*');
}
