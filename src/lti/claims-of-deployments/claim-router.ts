import { Router } from '@koa/router';
import type { Context } from 'koa';
import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';
import { sendPage } from '../pages/page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { type Claim, findClaim } from './claim.store.ts';
import { claimDeployment } from './claim.ts';
import { claimedPage, claimPage, unclaimablePage } from './claim-page.ts';

export interface ClaimRouterDeps {
  database: Database;
  platforms: Pick<Platforms, 'byId' | 'forget'>;
  /** Who calls; throws a 401 or 429 problem. */
  authenticate(ctx: Context): Promise<Caller>;
}

type WithParams = Context & { params: Record<string, string> };

/** `/lti/claim`: a page of its own, in no frame, where the administrator's session reaches. */
export function claimRouter(deps: ClaimRouterDeps): Router {
  const { database, platforms } = deps;
  const router = new Router();

  router.get('/lti/claim/:code', (ctx: WithParams) =>
    answering(ctx, async (code) => {
      const claim = await findClaim(database.lookup, hashToken(code));
      if (!claim) throw spent();
      const caller = await signedIn(ctx, deps);
      const tenant = caller && (await database.read(caller.tenantId, getTenant))?.name;
      const body = claimPage({ ...(await describe(platforms, claim)), code, tenant });
      send(ctx, 'Connect', { body });
    }),
  );

  router.post('/lti/claim/:code', (ctx: WithParams) =>
    answering(ctx, async (code) => {
      const caller = await deps.authenticate(ctx);
      if (!caller.scopes.has('lti:write')) {
        throw new Problem(403, 'forbidden', { detail: 'Only administrators connect platforms.' });
      }
      const tenant = await database.tenant(caller.tenantId, async (db) => {
        await claimDeployment(db, { code, caller });
        return getTenant(db);
      });
      platforms.forget();
      send(ctx, 'Connected', { body: claimedPage(tenant?.name ?? '') });
    }),
  );
  return router;
}

async function describe(platforms: ClaimRouterDeps['platforms'], claim: Claim) {
  const found = await platforms.byId(claim.registrationId);
  const { authorizationEndpoint = '' } = found?.registration ?? {};
  const host = URL.canParse(authorizationEndpoint) ? new URL(authorizationEndpoint).host : '';
  return { host, school: claim.platform?.name, deploymentId: claim.deploymentId };
}

/** Whoever is signed in as somebody who may connect; nobody also where the session has ended. */
async function signedIn(ctx: Context, { authenticate }: ClaimRouterDeps) {
  try {
    const caller = await authenticate(ctx);
    return caller.scopes.has('lti:write') ? caller : undefined;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return undefined;
    throw error;
  }
}

function spent(): Problem {
  return new Problem(404, 'not_found', { detail: 'This link was used already, or is too old.' });
}

function answering(ctx: WithParams, answer: (code: string) => Promise<void>): Promise<void> {
  ctx.state.route = '/lti/claim/{code}';
  return pageErrors(async () => {
    try {
      await answer(ctx.params.code ?? '');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      ctx.set(error.headers);
      const body = unclaimablePage(error.message);
      send(ctx, 'Not connected', { body, status: error.status });
    }
  })(ctx);
}

function send(
  ctx: Context,
  title: string,
  page: { body: ReturnType<typeof claimPage>; status?: number },
): void {
  sendPage(ctx, { title, ...page, styles: ['/lti/assets/forms.css'] });
}
