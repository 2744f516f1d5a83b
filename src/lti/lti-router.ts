import { Router } from '@koa/router';
import type { Database } from '../platform/database/database.ts';
import { jwksRouter } from './keys/jwks-router.ts';
import type { Lti } from './lti.ts';

export interface LtiRouterDeps {
  database: Database;
  lti: Lti;
}

/** `/lti`: every page and endpoint that platforms and their users meet. */
export function ltiRouter({ database, lti }: LtiRouterDeps): Router {
  const router = new Router();
  router.use(jwksRouter({ database, toolKeys: lti.toolKeys }).routes());
  return router;
}
