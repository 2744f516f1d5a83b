import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { readForm } from '../../platform/http/body.ts';
import { login } from '../login/answer-login.ts';
import { sendLoginPage } from '../login/login-page.ts';
import { LtiError } from '../lti-error.ts';
import { type ShownError, sendErrorPage } from '../pages/error-page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { bindingCookie, bindingName, clearedCookie, cookieOf } from './binding.ts';
import { type LaunchDeps, launch } from './launch.ts';
import type { LaunchForm } from './launch-form.ts';
import { sendStoragePage } from './storage-page.ts';

export interface LaunchRouterDeps extends LaunchDeps {
  platforms: Platforms;
  limiter: RateLimiter;
}

/** More than the largest id_token that is read, so that a larger one is told so. */
const MAX_FORM_BYTES = 256 * 1024;

/** Login and launch, and the pages between them. */
export function launchRouter(deps: LaunchRouterDeps): Router {
  const router = new Router();
  router.get(
    '/lti/login',
    pageErrors((ctx) => handleLogin(ctx, deps, new URLSearchParams(ctx.querystring))),
  );
  router.post(
    '/lti/login',
    pageErrors(async (ctx) => handleLogin(ctx, deps, await loginForm(ctx))),
  );
  router.get('/lti/probe', probe);
  // Some platforms send deep linking messages to the address that it is registered for.
  router.post(
    '/lti/launch',
    pageErrors((ctx) => handleLaunch(ctx, deps)),
  );
  router.post(
    '/lti/deep-link',
    pageErrors((ctx) => handleLaunch(ctx, deps)),
  );
  return router;
}

/** Parameters may stand in the address of a POST, too: some platforms add their own there. */
async function loginForm(ctx: Context): Promise<URLSearchParams> {
  const body = await readForm(ctx.req);
  const address = [...new URLSearchParams(ctx.querystring)].filter(([name]) => !body.has(name));
  return new URLSearchParams([...body, ...address]);
}

async function handleLogin(
  ctx: Context,
  deps: LaunchRouterDeps,
  parameters: URLSearchParams,
): Promise<void> {
  ctx.state.route = '/lti/login';
  const { allowed, headers } = await deps.limiter.check('address', ctx.ip);
  ctx.set(headers);
  if (!allowed) throw new LtiError('too_many', 'Too many logins from this address');
  const answer = await login(deps, parameters);
  if ('refused' in answer) {
    sendRefusal(ctx, answer.refused);
    return;
  }
  const { begun, platform } = answer;
  ctx.append('Set-Cookie', bindingCookie(begun.binding.name, begun.binding.secret));
  if (/^(iframe|frame|embed|object)$/.test(ctx.get('Sec-Fetch-Dest'))) {
    sendLoginPage(ctx, { platform, begun, parameters });
    return;
  }
  ctx.redirect(begun.authorizationUrl);
}

function sendRefusal(ctx: Context, refused: ShownError): void {
  const { code, reference } = refused;
  ctx.state.log.info({ code, reference }, 'launch refused');
  sendErrorPage(ctx, refused);
}

/** Whether the browser brings the cookie of a login back, from where it is asked. */
function probe(ctx: Context): void {
  ctx.state.route = '/lti/probe';
  const name = String(ctx.query.name ?? '');
  const isBinding = /^__Host-lti-[0-9a-f]{12}$/.test(name);
  ctx.body = { cookie: isBinding && cookieOf(ctx.get('Cookie'), name) !== undefined };
}

async function handleLaunch(ctx: Context, deps: LaunchRouterDeps): Promise<void> {
  ctx.state.route = '/lti/launch';
  const parameters = await readForm(ctx.req, MAX_FORM_BYTES);
  const answer = await launch(deps, {
    parameters,
    bindingOf: (form) => shownBinding(ctx, { form, publicUrl: deps.publicUrl }),
  });
  if ('ask' in answer) {
    sendStoragePage(ctx, answer.ask);
    return;
  }
  const state = parameters.get('state');
  if (state) ctx.append('Set-Cookie', clearedCookie(bindingName(state)));
  if ('refused' in answer) {
    sendRefusal(ctx, answer.refused);
    return;
  }
  ctx.status = 303;
  ctx.set('Location', answer.location);
}

/** Another site must not say what the storage of a platform holds: only our own page may. */
function shownBinding(
  ctx: Context,
  { form, publicUrl }: { form: LaunchForm; publicUrl: string },
): string | undefined {
  const isOwnPage =
    ctx.get('Sec-Fetch-Site') === 'same-origin' || ctx.get('Origin') === new URL(publicUrl).origin;
  const stored = isOwnPage ? form.storageValue : undefined;
  return cookieOf(ctx.get('Cookie'), bindingName(form.state)) ?? stored;
}
