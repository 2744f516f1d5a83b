import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Database } from '../../platform/database/database.ts';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { readForm } from '../../platform/http/body.ts';
import type { Html } from '../../platform/http/html.ts';
import type { Invoke } from '../../platform/http/invoke.ts';
import { Problem } from '../../platform/http/problem.ts';
import { sessionCookie } from '../../platform/http/sign-in-session.ts';
import { type SsoProfile, ssoProfiles } from '../connections/connection.schema.ts';
import { sendPage } from '../pages/page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import { refuse } from '../sso-error.ts';
import { readUpload } from './read-upload.ts';
import { scimPage } from './scim-pages.ts';
import { advanceSetup, clearSsoConnection, revokeSetupTokens } from './setup.store.ts';
import { type SetupActions, setupActions } from './setup-actions.ts';
import { confirmPage, finishedPage, overviewPage } from './setup-pages.ts';
import { openSetup, requireVisit, SETUP_COOKIE, type SetupVisit } from './setup-session.ts';
import { chooseKindPage, ssoPage } from './sso-pages.ts';

export interface SetupRouterDeps {
  database: Database;
  limiter: RateLimiter;
  invoke: Invoke;
  publicUrl: string;
}

type PageContext = Context & { params: Record<string, string> };
type Visited = (ctx: PageContext, visit: SetupVisit, actions: SetupActions) => Promise<void>;

/** `/sso/setup`: walks somebody without an account through connecting their provider. */
export function setupRouter(deps: SetupRouterDeps): Router {
  const { database, limiter, invoke, publicUrl } = deps;
  const router = new Router();
  const show = (ctx: Context, title: string, body: Html, status = 200) =>
    sendPage(ctx, { title, body, status });

  const visited = (path: string, handle: Visited) =>
    pageErrors(path, async (ctx: PageContext) => {
      const visit = await requireVisit(database, ctx);
      await handle(ctx, visit, setupActions(invoke, ctx, visit));
    });

  const advance = (
    { caller, setup }: SetupVisit,
    progress: Omit<Parameters<typeof advanceSetup>[1], 'id'>,
  ) => database.tenant(caller.tenantId, (db) => advanceSetup(db, { id: setup.id, ...progress }));

  async function showOverview(
    ctx: PageContext,
    { setup }: SetupVisit,
    actions: SetupActions,
  ): Promise<void> {
    const { ssoConnectionId: ssoId, scimConnectionId: scimId } = setup;
    const [sso, calls] = await Promise.all([
      ssoId ? actions.getSso(ssoId) : undefined,
      scimId ? actions.lastCalls(scimId) : [],
    ]);
    show(ctx, 'Setup', overviewPage({ setup, sso, calls }));
  }

  async function showSso(
    ctx: PageContext,
    { setup }: SetupVisit,
    { actions, problem }: { actions: SetupActions; problem?: string },
  ): Promise<void> {
    const idp = requireIdp(setup.idp);
    const id = setup.ssoConnectionId;
    if (!id) {
      show(ctx, 'Single sign-on', chooseKindPage(idp));
      return;
    }
    const [connection, tests] = await Promise.all([actions.getSso(id), actions.lastTests(id)]);
    const body = ssoPage({ idp, connection, tests, problem });
    show(ctx, 'Single sign-on', body, problem ? 422 : 200);
  }

  router.get('/sso/setup', visited('/sso/setup', showOverview));
  router.post(
    '/sso/setup/idp',
    visited('/sso/setup/idp', async (ctx, visit) => {
      const form = await readForm(ctx.req);
      const idp = ssoProfiles.find((name) => name === form.get('idp'));
      if (idp) await advance(visit, { idp });
      seeOther(ctx, '/sso/setup');
    }),
  );
  router.get(
    '/sso/setup/sso',
    visited('/sso/setup/sso', (ctx, visit, actions) => showSso(ctx, visit, { actions })),
  );
  router.post(
    '/sso/setup/sso',
    visited('/sso/setup/sso', async (ctx, visit, actions) => {
      const kind = (await readForm(ctx.req)).get('kind') === 'oidc' ? 'oidc' : 'saml';
      if (!visit.setup.ssoConnectionId) {
        const { id } = await actions.createSso(kind, requireIdp(visit.setup.idp));
        await advance(visit, { ssoConnectionId: id });
      }
      seeOther(ctx, '/sso/setup/sso');
    }),
  );
  router.post(
    '/sso/setup/sso/provider',
    visited('/sso/setup/sso/provider', async (ctx, visit, actions) => {
      const id = requireMade(visit.setup.ssoConnectionId);
      const given = Object.fromEntries(await readUpload(ctx.req));
      const { kind } = await actions.getSso(id);
      try {
        await actions.updateSso(id, { [kind]: given });
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        await showSso(ctx, visit, { actions, problem: readable(error) });
        return;
      }
      seeOther(ctx, '/sso/setup/sso');
    }),
  );
  router.post(
    '/sso/setup/sso/enable',
    visited('/sso/setup/sso/enable', async (ctx, visit, actions) => {
      await actions.updateSso(requireMade(visit.setup.ssoConnectionId), { enabled: true });
      seeOther(ctx, '/sso/setup/sso');
    }),
  );
  router.post(
    '/sso/setup/sso/restart',
    visited('/sso/setup/sso/restart', async (ctx, visit, actions) => {
      const id = requireMade(visit.setup.ssoConnectionId);
      await actions.deleteSso(id);
      await database.tenant(visit.caller.tenantId, (db) => clearSsoConnection(db, visit.setup.id));
      seeOther(ctx, '/sso/setup/sso');
    }),
  );
  router.get(
    '/sso/setup/scim',
    visited('/sso/setup/scim', async (ctx, { setup }, actions) => {
      const id = setup.scimConnectionId;
      const [connection, calls] = await Promise.all([
        id ? actions.getScim(id) : undefined,
        id ? actions.lastCalls(id) : [],
      ]);
      const idp = requireIdp(setup.idp);
      show(ctx, 'Provisioning', scimPage({ idp, connection, token: undefined, calls }));
    }),
  );
  router.post(
    '/sso/setup/scim',
    visited('/sso/setup/scim', async (ctx, visit, actions) => {
      const idp = requireIdp(visit.setup.idp);
      if (visit.setup.scimConnectionId) {
        seeOther(ctx, '/sso/setup/scim');
        return;
      }
      const { token, ...connection } = await actions.createScim(idp);
      await advance(visit, { scimConnectionId: connection.id });
      show(ctx, 'Provisioning', scimPage({ idp, connection, token, calls: [] }));
    }),
  );
  router.post(
    '/sso/setup/scim/token',
    visited('/sso/setup/scim/token', async (ctx, visit, actions) => {
      const id = requireMade(visit.setup.scimConnectionId);
      const idp = requireIdp(visit.setup.idp);
      const token = await actions.newScimToken(id);
      const connection = await actions.getScim(id);
      show(ctx, 'Provisioning', scimPage({ idp, connection, token, calls: [] }));
    }),
  );
  router.post(
    '/sso/setup/finish',
    visited('/sso/setup/finish', async (ctx, visit) => {
      await advance(visit, { finishedAt: new Date() });
      await database.tenant(visit.caller.tenantId, (db) => revokeSetupTokens(db, visit.setup.id));
      ctx.cookies.set(SETUP_COOKIE);
      show(ctx, 'Done', finishedPage());
    }),
  );
  router.get(
    '/sso/setup/:token',
    pageErrors('/sso/setup/{token}', async (ctx: PageContext) => show(ctx, 'Setup', confirmPage())),
  );
  router.post(
    '/sso/setup/:token',
    pageErrors('/sso/setup/{token}', async (ctx: PageContext) => {
      const { allowed, headers } = await limiter.check('address', ctx.ip);
      ctx.set(headers);
      if (!allowed) refuse('too_many', 'Too many from this address');
      const { token, expiresAt } = await openSetup(database, ctx.params.token ?? '');
      const maxAgeMs = expiresAt.getTime() - Date.now();
      ctx.append('Set-Cookie', sessionCookie({ name: SETUP_COOKIE, token, publicUrl, maxAgeMs }));
      seeOther(ctx, '/sso/setup');
    }),
  );
  return router;
}

function seeOther(ctx: Context, location: string): void {
  ctx.status = 303;
  ctx.set('Location', location);
}

/** The steps stand in an order: whoever leaves one out is led back to the overview. */
function requireIdp(idp: SsoProfile | null): SsoProfile {
  return idp ?? refuse('setup_unknown', 'The provider was not chosen');
}

function requireMade(id: string | null): string {
  return id ?? refuse('setup_unknown', 'There is no connection yet');
}

function readable({ message, errors }: Problem): string {
  const [first] = errors ?? [];
  return first ? `${message} ${first.detail}` : message;
}
