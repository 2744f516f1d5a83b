import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Database } from '../../platform/database/database.ts';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { readForm } from '../../platform/http/body.ts';
import { cookieValue } from '../../platform/http/cookie-value.ts';
import { samlUrls } from '../connections/sso-connection.ts';
import {
  requireComplete,
  requireEnabled,
  type SsoConnections,
} from '../connections/sso-connections.ts';
import { bindingCookie, bindingName, clearedCookie } from '../login/binding.ts';
import { type IsTester, loginWish } from '../login/login-wish.ts';
import { pageErrors } from '../pages/page-errors.ts';
import { sendPostPage } from '../pages/post-page.ts';
import { refuse } from '../sso-error.ts';
import type { SpKeys } from './keys/sp-keys.ts';
import { sendLogin } from './login/send-login.ts';
import { answerLogout } from './logout/answer-logout.ts';
import { spMetadata } from './metadata/sp-metadata.ts';
import { answerResponse } from './response/answer-response.ts';
import { MAX_XML_BYTES } from './response/decode-response.ts';

export interface SamlRouterDeps {
  database: Database;
  connections: SsoConnections;
  spKeys: SpKeys;
  limiter: RateLimiter;
  isTester: IsTester;
  publicUrl: string;
}

type PageContext = Context & { params: Record<string, string> };

/** Base64 in a form, where each of its special characters takes three. */
const MAX_FORM_BYTES = MAX_XML_BYTES * 2;

/** `/sso/saml/:connection/{metadata,login,acs,slo}`. */
export function samlRouter(deps: SamlRouterDeps): Router {
  const { connections, limiter } = deps;
  const router = new Router();
  const at = (ctx: PageContext) => connections.require('saml', ctx.params.connection ?? '');

  /** Nobody is known yet: what one address asks is counted. */
  const page = (path: string, handle: (ctx: PageContext) => Promise<void>) =>
    pageErrors(path, async (ctx: PageContext) => {
      const { allowed, headers } = await limiter.check('address', ctx.ip);
      ctx.set(headers);
      if (!allowed) refuse('too_many', 'Too many from this address');
      await handle(ctx);
    });

  const paths = {
    metadata: '/sso/saml/{connection}/metadata',
    login: '/sso/saml/{connection}/login',
    acs: '/sso/saml/{connection}/acs',
    slo: '/sso/saml/{connection}/slo',
  };

  router.get(
    '/sso/saml/:connection/metadata',
    page(paths.metadata, async (ctx) => {
      const connection = await at(ctx);
      const { settings, id, tenantId } = connection;
      ctx.type = 'application/samlmetadata+xml';
      ctx.body = spMetadata({
        ...samlUrls(deps.publicUrl, id),
        certificates: await deps.spKeys.certificates(tenantId),
        signsRequests: settings.signRequests,
        wantsAssertionsSigned: settings.signed !== 'response',
        nameIdFormat: settings.nameIdFormat,
      });
    }),
  );
  router.get(
    '/sso/saml/:connection/login',
    page(paths.login, async (ctx) => {
      const connection = await at(ctx);
      const wish = await loginWish(ctx, connection, deps.isTester);
      requireEnabled(connection, wish.purpose);
      requireComplete(connection);
      const departure = await sendLogin(deps, { connection, wish });
      const { name, secret } = departure.begun.binding;
      ctx.append('Set-Cookie', bindingCookie(name, secret));
      if ('form' in departure) sendPostPage(ctx, departure.form);
      else ctx.redirect(departure.url);
    }),
  );
  router.post(
    '/sso/saml/:connection/acs',
    page(paths.acs, async (ctx) => {
      const connection = await at(ctx);
      const form = await readForm(ctx.req, MAX_FORM_BYTES);
      const relayState = form.get('RelayState') ?? undefined;
      const name = bindingName(relayState ?? '');
      if (relayState) ctx.append('Set-Cookie', clearedCookie(name));
      await answerResponse(ctx, deps, {
        connection,
        samlResponse: form.get('SAMLResponse') ?? undefined,
        relayState,
        binding: cookieValue(ctx.get('Cookie'), name),
      });
    }),
  );
  router.get(
    '/sso/saml/:connection/slo',
    page(paths.slo, async (ctx) => {
      const connection = await at(ctx);
      await answerLogout(ctx, deps, { connection, incoming: { query: ctx.querystring } });
    }),
  );
  router.post(
    '/sso/saml/:connection/slo',
    page(paths.slo, async (ctx) => {
      const connection = await at(ctx);
      const form = await readForm(ctx.req, MAX_FORM_BYTES);
      await answerLogout(ctx, deps, { connection, incoming: { form } });
    }),
  );
  return router;
}
