import { Router } from '@koa/router';
import type { Database } from '../platform/database/database.ts';
import type { RateLimiter } from '../platform/http/authenticate.ts';
import { jwksRouter } from './keys/jwks-router.ts';
import type { PlayCodeIssuer } from './launch/landing.ts';
import { launchRouter } from './launch/launch-router.ts';
import type { Lti } from './lti.ts';

export interface LtiRouterDeps {
  database: Database;
  lti: Lti;
  limiter: RateLimiter;
  playCodes: PlayCodeIssuer;
  config: { publicUrl: string };
}

/** `/lti`: every page and endpoint that platforms and their users meet. */
export function ltiRouter({ database, lti, limiter, playCodes, config }: LtiRouterDeps): Router {
  const router = new Router();
  const { publicUrl } = config;
  router.use(launchRouter({ ...lti, database, limiter, playCodes, publicUrl }).routes());
  router.use(jwksRouter({ database, toolKeys: lti.toolKeys }).routes());
  return router;
}
