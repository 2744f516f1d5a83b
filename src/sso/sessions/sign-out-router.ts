import { Router } from '@koa/router';
import type { Context } from 'koa';
import { findConnection } from '../../core/people/connections/connection.store.ts';
import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { Database } from '../../platform/database/database.ts';
import { signInCookies } from '../../platform/http/sign-in-session.ts';
import { findAccessToken, revokeAccessToken } from '../../platform/tenancy/credentials.store.ts';
import type { Credentials } from '../../platform/tenancy/credentials.ts';
import {
  connectionUrls,
  type SsoConnection,
  ssoConnectionOf,
} from '../connections/sso-connection.ts';
import { oidcLogoutUrl } from '../oidc/oidc-logout.ts';
import type { Providers } from '../oidc/provider.ts';
import { pageErrors } from '../pages/page-errors.ts';
import { sendSignedOutPage } from '../pages/signed-in-page.ts';
import type { SpKeys } from '../saml/keys/sp-keys.ts';
import { logoutUrl } from '../saml/logout/answer-logout.ts';
import { endSessions, findSessionByToken, type SsoSession } from './session.store.ts';

export interface SignOutDeps {
  database: Database;
  spKeys: SpKeys;
  providers: Providers;
  credentials: Pick<Credentials, 'forget'>;
  publicUrl: string;
}

interface EndedSession {
  connection: SsoConnection;
  session: SsoSession;
}

/** `/sso/sign-out`: ends what this browser began, here and, where it offers that, at the provider. */
export function signOutRouter(deps: SignOutDeps): Router {
  const router = new Router();
  router.post(
    '/sso/sign-out',
    pageErrors('/sso/sign-out', async (ctx) => {
      const ended = await endOwnSessions(ctx, deps);
      deps.credentials.forget();
      const theirs = ended && (await theirLogout(deps, ended));
      const again = ended && connectionUrls(deps.publicUrl, ended.connection).login;
      sendSignedOutPage(ctx, { again, leadsTo: theirs });
    }),
  );
  router.get(
    '/sso/signed-out',
    pageErrors('/sso/signed-out', async (ctx) => sendSignedOutPage(ctx, { again: undefined })),
  );
  return router;
}

/** By the cookies that the browser shows, which are gone with that. */
async function endOwnSessions(
  ctx: Context,
  { database }: SignOutDeps,
): Promise<EndedSession | undefined> {
  let ended: EndedSession | undefined;
  for (const { cookie, purpose } of signInCookies) {
    const token = ctx.cookies.get(cookie);
    if (!token) continue;
    ctx.cookies.set(cookie);
    const row = await findAccessToken(database.lookup, hashToken(token));
    if (row?.purpose !== purpose) continue;
    const { tenantId, id } = row;
    const found = await database.tenant(tenantId, async (db) => {
      await revokeAccessToken(db, id);
      const session = await findSessionByToken(db, id);
      if (!session) return undefined;
      await endSessions(db, { id: session.id }, 'person');
      const connection = await findConnection(db, session.connectionId);
      const known = connection && ssoConnectionOf(tenantId, connection);
      return known && { connection: known, session };
    });
    ended ??= found;
  }
  return ended;
}

async function theirLogout(
  deps: SignOutDeps,
  { connection, session }: EndedSession,
): Promise<string | undefined> {
  if (connection.kind === 'saml') return logoutUrl(deps, { connection, session });
  return oidcLogoutUrl(deps, connection);
}
