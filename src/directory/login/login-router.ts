import { Router } from '@koa/router';
import type { Context } from 'koa';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../../platform/database/unavailable.ts';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { readForm } from '../../platform/http/body.ts';
import type { Html } from '../../platform/http/html.ts';
import { Problem } from '../../platform/http/problem.ts';
import { sessionCookie } from '../../platform/http/sign-in-session.ts';
import { LoginError, type LoginErrorCode } from './login-error.ts';
import { loginDocument, loginFailure, loginForm, statusOf } from './login-page.ts';
import { type LoginConnection, requireLogin, type SignInDeps, signIn } from './sign-in.ts';

const PATH = '/directory/:connection/login';
const MOST_NAME = 256;
const MOST_PASSWORD = 1_000;

export interface LoginRouterDeps {
  directory: SignInDeps;
  limiter: RateLimiter;
  config: { publicUrl: string };
}

type WithParams = Context & { params: Record<string, string> };

/** `/directory/:connection/login`: people sign in with their password of the directory. */
export function loginRouter({ directory, limiter, config }: LoginRouterDeps): Router {
  const { publicUrl } = config;
  const router = new Router();

  router.get(PATH, (ctx: WithParams) =>
    answering(ctx, async () => {
      const login = await requireLogin(directory, ctx.params.connection ?? '');
      sendForm(ctx, login, { name: '' });
    }),
  );

  router.post(PATH, (ctx: WithParams) =>
    answering(ctx, async () => {
      const login = await requireLogin(directory, ctx.params.connection ?? '');
      const verdict = await limiter.check('address', ctx.ip);
      ctx.set(verdict.headers);
      if (!verdict.allowed) throw new LoginError('too_many');
      requireOwnForm(ctx, publicUrl);
      const form = await readForm(ctx.req);
      const name = (form.get('name') ?? '').slice(0, MOST_NAME);
      const password = form.get('password') ?? '';
      try {
        if (password.length > MOST_PASSWORD) throw new LoginError('wrong');
        const { cookies, expiresAt, home } = await signIn(directory, login, { name, password });
        const maxAgeMs = expiresAt.getTime() - Date.now();
        for (const cookie of cookies) {
          ctx.append('Set-Cookie', sessionCookie({ ...cookie, publicUrl, maxAgeMs }));
        }
        ctx.status = 303;
        ctx.redirect(home);
      } catch (error) {
        if (!(error instanceof LoginError)) throw error;
        ctx.state.log.info({ err: error, connection: login.connection.id }, 'sign-in refused');
        sendForm(ctx, login, { name, error });
      }
    }),
  );
  return router;
}

/** Another site's form would sign its visitors in as somebody else. @throws LoginError */
function requireOwnForm(ctx: Context, publicUrl: string): void {
  const own = [new URL(publicUrl).origin, `http://${ctx.host}`, `https://${ctx.host}`];
  if (!own.includes(ctx.get('Origin'))) throw new LoginError('unknown');
}

function sendForm(
  ctx: Context,
  { connection }: LoginConnection,
  { name, error }: { name: string; error?: LoginError },
): void {
  const form = {
    ...{ connectionId: connection.id, organisation: connection.name, name },
    error: error?.code,
  };
  send(ctx, {
    title: 'Sign in',
    body: loginForm(form),
    status: error ? statusOf(error.code) : 200,
  });
}

/** Errors of a page that people see become pages; what is our own mistake says no more than that. */
async function answering(ctx: Context, work: () => Promise<void>): Promise<void> {
  ctx.state.route = PATH;
  try {
    await work();
  } catch (error) {
    const code = codeOf(error);
    const isAway = isDatabaseUnavailable(error);
    if (!code) ctx.state.log[isAway ? 'warn' : 'error']({ err: error }, 'login page failed');
    if (isAway) ctx.set('Retry-After', String(RETRY_AFTER_S));
    const status = code ? statusOf(code) : isAway ? 503 : 500;
    send(ctx, { title: 'Sign in', body: loginFailure(code), status });
  }
}

function codeOf(error: unknown): LoginErrorCode | undefined {
  if (error instanceof LoginError) return error.code;
  return error instanceof Problem && error.status === 413 ? 'wrong' : undefined;
}

function send(
  ctx: Context,
  { title, body, status }: { title: string; body: Html; status: number },
): void {
  ctx.status = status;
  ctx.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    // Under no-referrer a browser sends its forms with `Origin: null`.
    'Referrer-Policy': 'same-origin',
  });
  ctx.type = 'text/html';
  ctx.body = loginDocument(title, body);
}
