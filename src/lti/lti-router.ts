import { Router } from '@koa/router';
import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { RateLimiter } from '../platform/http/authenticate.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import { type ClaimRouterDeps, claimRouter } from './claims-of-deployments/claim-router.ts';
import { pickerRouter } from './deep-linking/picker-router.ts';
import { registerRouter } from './dynamic/register-router.ts';
import { jwksRouter } from './keys/jwks-router.ts';
import type { Doors } from './launch/landing.ts';
import { launchRouter } from './launch/launch-router.ts';
import type { Lti } from './lti.ts';
import { noticesRouter } from './notices/notices-router.ts';
import { assetsRouter } from './pages/assets-router.ts';
import { reviewRouter } from './reviews/review-router.ts';

export interface LtiRouterDeps extends Doors {
  database: Database;
  master: MasterKeys;
  lti: Lti;
  limiter: RateLimiter;
  outbound: Outbound;
  authenticate: ClaimRouterDeps['authenticate'];
  config: { publicUrl: string };
}

/** `/lti`: every page and endpoint that platforms and their users meet. */
export function ltiRouter(deps: LtiRouterDeps): Router {
  const { database, master, lti, limiter, outbound, playCodes, courseLinks, config } = deps;
  const doors = { playCodes, courseLinks };
  const router = new Router();
  const { publicUrl } = config;
  router.use(launchRouter({ ...lti, ...doors, database, master, limiter, publicUrl }).routes());
  router.use(jwksRouter({ database, toolKeys: lti.toolKeys }).routes());
  const { platforms } = lti;
  router.use(registerRouter({ database, outbound, publicUrl, platforms }).routes());
  router.use(pickerRouter({ ...lti, ...doors, database, publicUrl }).routes());
  router.use(reviewRouter({ database }).routes());
  const { authenticate } = deps;
  router.use(claimRouter({ database, platforms, authenticate }).routes());
  router.use(noticesRouter({ ...lti, database, limiter }).routes());
  router.use(assetsRouter().routes());
  return router;
}
