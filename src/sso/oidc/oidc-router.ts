import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { readForm } from '../../platform/http/body.ts';
import { cookieValue } from '../../platform/http/cookie-value.ts';
import {
  requireComplete,
  requireEnabled,
  type SsoConnections,
} from '../connections/sso-connections.ts';
import { bindingCookie, bindingName, clearedCookie } from '../login/binding.ts';
import { type IsTester, loginWish } from '../login/login-wish.ts';
import { pageErrors } from '../pages/page-errors.ts';
import { refuse, SsoError } from '../sso-error.ts';
import { endByLogoutToken } from './backchannel-logout.ts';
import { answerCallback } from './oidc-callback.ts';
import { type OidcDeps, sendOidcLogin } from './oidc-login.ts';

export interface OidcRouterDeps extends OidcDeps {
  connections: SsoConnections;
  limiter: RateLimiter;
  isTester: IsTester;
}

type PageContext = Context & { params: Record<string, string> };

/** `/sso/oidc/:connection/{login,callback,backchannel-logout}`. */
export function oidcRouter(deps: OidcRouterDeps): Router {
  const { connections, limiter } = deps;
  const router = new Router();
  const at = (ctx: PageContext) => connections.require('oidc', ctx.params.connection ?? '');

  async function count(ctx: Context): Promise<void> {
    const { allowed, headers } = await limiter.check('address', ctx.ip);
    ctx.set(headers);
    if (!allowed) refuse('too_many', 'Too many from this address');
  }

  router.get(
    '/sso/oidc/:connection/login',
    pageErrors('/sso/oidc/{connection}/login', async (ctx: PageContext) => {
      await count(ctx);
      const connection = await at(ctx);
      const wish = await loginWish(ctx, connection, deps.isTester);
      requireEnabled(connection, wish.purpose);
      requireComplete(connection);
      const { begun, url } = await sendOidcLogin(deps, { connection, wish });
      ctx.append('Set-Cookie', bindingCookie(begun.binding.name, begun.binding.secret));
      ctx.redirect(url);
    }),
  );
  router.get(
    '/sso/oidc/:connection/callback',
    pageErrors('/sso/oidc/{connection}/callback', async (ctx: PageContext) => {
      await count(ctx);
      const connection = await at(ctx);
      const query = ctx.querystring;
      const name = bindingName(new URLSearchParams(query).get('state') ?? '');
      ctx.append('Set-Cookie', clearedCookie(name));
      const binding = cookieValue(ctx.get('Cookie'), name);
      await answerCallback(ctx, deps, { connection, query, binding });
    }),
  );
  router.post('/sso/oidc/:connection/backchannel-logout', async (ctx: PageContext) => {
    ctx.state.route = '/sso/oidc/{connection}/backchannel-logout';
    try {
      await count(ctx);
      const connection = await at(ctx);
      const form = await readForm(ctx.req);
      const token = form.get('logout_token') ?? undefined;
      await endByLogoutToken(deps, { connection, token });
      ctx.status = 200;
      ctx.body = '';
    } catch (error) {
      if (!(error instanceof SsoError)) throw error;
      // Back-Channel Logout 1.0 2.8.
      ctx.status = error.code === 'too_many' ? 429 : 400;
      ctx.body = { error: 'invalid_request', error_description: error.message };
    }
  });
  return router;
}
