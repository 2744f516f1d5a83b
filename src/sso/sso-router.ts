import { Router } from '@koa/router';
import type { Database } from '../platform/database/database.ts';
import {
  type RateLimiter,
  SESSION_COOKIE,
  SESSION_PURPOSE,
} from '../platform/http/authenticate.ts';
import type { Invoke } from '../platform/http/invoke.ts';
import type { Credentials } from '../platform/tenancy/credentials.ts';
import type { IsTester } from './login/login-wish.ts';
import { oidcRouter } from './oidc/oidc-router.ts';
import { assetsRouter } from './pages/assets-router.ts';
import { samlRouter } from './saml/saml-router.ts';
import { findLoginRouter } from './sessions/find-login-router.ts';
import { signOutRouter } from './sessions/sign-out-router.ts';
import { setupRouter } from './setup/setup-router.ts';
import { findVisit } from './setup/setup-session.ts';
import type { Sso } from './sso.ts';

export interface SsoRouterDeps {
  database: Database;
  limiter: RateLimiter;
  credentials: Credentials;
  invoke: Invoke;
  sso: Sso;
  config: { publicUrl: string };
}

/** `/sso`: every page and endpoint that identity providers and their people meet. */
export function ssoRouter({ sso, config, ...hub }: SsoRouterDeps): Router {
  const deps = { ...hub, ...sso, publicUrl: config.publicUrl, isTester: testers(hub) };
  const router = new Router();
  for (const part of [
    findLoginRouter(deps),
    samlRouter(deps),
    oidcRouter(deps),
    signOutRouter(deps),
    assetsRouter(),
    setupRouter(deps),
  ]) {
    router.use(part.routes());
  }
  return router;
}

/** Administrators test their tenant's connections, and a setup the one that it made. */
function testers({
  database,
  credentials,
}: Pick<SsoRouterDeps, 'database' | 'credentials'>): IsTester {
  return async (ctx, { tenantId, id }) => {
    const visit = await findVisit(database, ctx);
    if (visit?.setup.ssoConnectionId === id) return 'setup';
    const token = ctx.cookies.get(SESSION_COOKIE);
    const caller = token ? await credentials.bySession(token, SESSION_PURPOSE) : undefined;
    const isAdmin = caller?.tenantId === tenantId && caller.scopes.has('connections:write');
    return isAdmin ? 'administrator' : undefined;
  };
}
