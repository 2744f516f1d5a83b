import { Router } from '@koa/router';
import type { Context } from 'koa';
import { hashToken, newToken } from '../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { Database } from '../platform/database/database.ts';
import {
  type RateLimiter,
  SESSION_COOKIE,
  SESSION_PURPOSE,
} from '../platform/http/authenticate.ts';
import { readForm } from '../platform/http/body.ts';
import type { Html } from '../platform/http/html.ts';
import type { Invoke } from '../platform/http/invoke.ts';
import { Problem } from '../platform/http/problem.ts';
import { ADMIN_LINK_PURPOSE } from '../platform/tenancy/bootstrap.ts';
import type { Caller } from '../platform/tenancy/caller.ts';
import {
  findAccessToken,
  insertAccessToken,
  useAccessToken,
} from '../platform/tenancy/credentials.store.ts';
import { isUsable } from '../platform/tenancy/credentials.ts';
import { coursePage } from './course-pages.ts';
import { page } from './layout.ts';
import {
  confirmLink,
  dashboard,
  deckPage,
  exportPage,
  failure,
  importPage,
  newKey,
  spentLink,
  welcome,
} from './pages.ts';
import { startActions } from './start-actions.ts';
import { stylesheet } from './style.ts';

interface StartDeps {
  database: Database;
  limiter: RateLimiter;
  authenticate(ctx: Context): Promise<Caller>;
  invoke: Invoke;
  translate(error: unknown): Problem | undefined;
  config: { publicUrl: string };
}

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const SESSION_MS = 12 * 3_600_000;
const AGAIN_SECONDS = 1;

type Params = { params: Record<string, string> };
type Handler = (ctx: Context & Params, actions: ReturnType<typeof startActions>) => Promise<void>;

/** `/` and `/start`: a few pages without script, until there is a console. */
export function startRouter(deps: StartDeps): Router {
  const router = new Router();

  function show(
    ctx: Context,
    title: string,
    body: Html,
    options: { isAdmin?: boolean; refresh?: number } = {},
  ) {
    ctx.set('Content-Security-Policy', POLICY);
    // Under no-referrer a browser sends its forms with `Origin: null`.
    ctx.set('Referrer-Policy', 'same-origin');
    ctx.type = 'text/html';
    ctx.body = page({ title, body, isAdmin: options.isAdmin ?? true, refresh: options.refresh });
  }

  /** For administrators: a problem becomes a page that says what is wrong. */
  function signedIn(route: string, handle: Handler) {
    return async (ctx: Context & Params) => {
      ctx.state.route = route;
      try {
        const caller = await deps.authenticate(ctx);
        await handle(ctx, startActions(deps.invoke, ctx, caller));
      } catch (error) {
        const problem = error instanceof Problem ? error : deps.translate(error);
        if (!problem) throw error;
        ctx.status = problem.status;
        const title = problem.status === 401 ? 'Please sign in' : 'That did not work';
        const hint =
          problem.status === 401
            ? 'Open an admin link first; npx hub admin-link makes one.'
            : problem.message;
        show(ctx, title, failure(title, hint), { isAdmin: false });
      }
    };
  }

  router.get('/start/style.css', (ctx) => {
    ctx.state.route = '/start/style.css';
    ctx.type = 'text/css';
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = stylesheet;
  });
  router.get('/', async (ctx) => {
    if (!ctx.cookies.get(SESSION_COOKIE)) {
      ctx.state.route = '/';
      show(ctx, 'Welcome', welcome(), { isAdmin: false });
      return;
    }
    await signedIn('/', async (_, actions) => {
      const [decks, courses] = [await actions.listDecks(), await actions.listCourses()];
      show(ctx, 'Your hub', dashboard(decks, courses));
    })(ctx);
  });
  router.post('/start/sign-out', (ctx) => {
    ctx.state.route = '/start/sign-out';
    ctx.cookies.set(SESSION_COOKIE);
    ctx.redirect('/');
  });
  router.post(
    '/start/keys',
    signedIn('/start/keys', async (ctx, actions) => {
      const form = await readForm(ctx.req);
      show(
        ctx,
        'New API key',
        newKey(await actions.createKey(form.get('name') ?? '', form.get('role') ?? '')),
      );
    }),
  );
  router.post(
    '/start/imports',
    signedIn('/start/imports', async (ctx, actions) => {
      const { id } = await actions.startImport();
      ctx.redirect(`/start/imports/${id}`);
    }),
  );
  router.get(
    '/start/imports/:id',
    signedIn('/start/imports/{id}', async (ctx, actions) => {
      const job = await actions.getImport(ctx.params.id ?? '');
      show(ctx, 'Import', importPage(job), whileRunning(job));
    }),
  );
  router.get(
    '/start/decks/:id',
    signedIn('/start/decks/{id}', async (ctx, actions) => {
      const deck = await actions.getDeck(ctx.params.id ?? '');
      show(ctx, deck.path, deckPage(deck));
    }),
  );
  router.post(
    '/start/decks/:id/play',
    signedIn('/start/decks/{id}/play', async (ctx, actions) => {
      const form = await readForm(ctx.req);
      ctx.redirect(await actions.playUrl(ctx.params.id ?? '', form.get('mode') ?? 'study'));
    }),
  );
  router.post(
    '/start/decks/:id/exports',
    signedIn('/start/decks/{id}/exports', async (ctx, actions) => {
      const form = await readForm(ctx.req);
      const { id } = await actions.startExport(ctx.params.id ?? '', form.get('format') ?? '');
      ctx.redirect(`/start/exports/${id}`);
    }),
  );
  router.get(
    '/start/courses/:id',
    signedIn('/start/courses/{id}', async (ctx, actions) => {
      const course = await actions.getCourse(ctx.params.id ?? '');
      show(ctx, course.title, coursePage(course));
    }),
  );
  router.post(
    '/start/courses/:id/play',
    signedIn('/start/courses/{id}/play', async (ctx, actions) => {
      ctx.redirect(await actions.courseUrl(ctx.params.id ?? ''));
    }),
  );
  router.get(
    '/start/exports/:id',
    signedIn('/start/exports/{id}', async (ctx, actions) => {
      const job = await actions.getExport(ctx.params.id ?? '');
      show(ctx, 'Export', exportPage(job), whileRunning(job));
    }),
  );
  router.get('/start/:token', async (ctx) => {
    ctx.state.route = '/start/{token}';
    show(ctx, 'Sign in', confirmLink(), { isAdmin: false });
  });
  router.post('/start/:token', async (ctx) => {
    ctx.state.route = '/start/{token}';
    const { allowed, headers } = await deps.limiter.check('address', ctx.ip);
    ctx.set(headers);
    const session = allowed ? await redeem(deps.database, String(ctx.params.token)) : undefined;
    if (!session) {
      ctx.status = allowed ? 410 : 429;
      show(ctx, 'Link used', spentLink(), { isAdmin: false });
      return;
    }
    ctx.cookies.set(SESSION_COOKIE, session, {
      httpOnly: true,
      sameSite: 'strict',
      secure: deps.config.publicUrl.startsWith('https:'),
      maxAge: SESSION_MS,
    });
    ctx.redirect('/');
  });
  return router;
}

function whileRunning({ status }: { status: string }): { refresh?: number } {
  return status === 'queued' || status === 'running' ? { refresh: AGAIN_SECONDS } : {};
}

/** Trades an admin link for a session; undefined when it is spent, expired or unknown. */
async function redeem(database: Database, token: string): Promise<string | undefined> {
  const link = await findAccessToken(database.lookup, hashToken(token));
  const isValid =
    link?.purpose === ADMIN_LINK_PURPOSE && !link.usedAt && isUsable(link, Date.now());
  if (!isValid) return undefined;
  const session = newToken();
  return database.tenant(link.tenantId, async (db) => {
    if (!(await useAccessToken(db, link.id))) return undefined;
    await insertAccessToken(db, {
      id: uuidv7(),
      purpose: SESSION_PURPOSE,
      hash: session.hash,
      role: link.role,
      personId: link.personId ?? undefined,
      expiresAt: new Date(Date.now() + SESSION_MS),
    });
    return session.token;
  });
}
