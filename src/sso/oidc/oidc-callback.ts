import type { Context } from 'koa';
import { authorizationCodeGrant, fetchUserInfo } from 'openid-client';
import type { Underway } from '../attempts/record-attempt.ts';
import { createTrail, type Trail } from '../attempts/trail.ts';
import { connectionUrls, type OidcConnection } from '../connections/sso-connection.ts';
import { requireComplete, requireEnabled } from '../connections/sso-connections.ts';
import type { PendingLogin } from '../login/login.store.ts';
import { takeOwnLogin } from '../login/take-login.ts';
import { answerSignIn } from '../sign-in/answer.ts';
import type { Told } from '../sign-in/told.ts';
import { refuse } from '../sso-error.ts';
import type { OidcDeps } from './oidc-login.ts';
import { providerError } from './provider-error.ts';
import { type Claims, toldByClaims } from './told-by-claims.ts';

interface Returned {
  connection: OidcConnection;
  /** As the provider sent the browser back, without the question mark. */
  query: string;
  /** What the browser shows that it began the login. */
  binding: string | undefined;
}

/** The provider's answer to a login of this browser (Core 3.1.2.5 and following). */
export async function answerCallback(
  ctx: Context,
  deps: OidcDeps,
  { connection, query, binding }: Returned,
): Promise<void> {
  const trail = createTrail();
  const underway: Underway = { connection, kind: 'sign_in', trail, before: [], told: undefined };
  let login: PendingLogin | undefined;
  const verify = async () => {
    const state = new URLSearchParams(query).get('state');
    if (!state) return refuse('login_unknown', 'The address has no state');
    const taken = await trail.step('takeLogin', () =>
      takeOwnLogin(deps.database, { connection, state, binding, now: Date.now() }),
    );
    login = taken;
    underway.kind = taken.purpose;
    underway.before = taken.steps;
    trail.step('checkConnection', () => {
      requireEnabled(connection, taken.purpose);
      requireComplete(connection);
    });
    return exchange(deps, { connection, query, state, login: taken, trail });
  };
  await answerSignIn(ctx, deps, {
    underway,
    verify,
    get returnTo() {
      return login?.returnTo ?? undefined;
    },
  });
}

interface Exchanged {
  connection: OidcConnection;
  query: string;
  state: string;
  login: PendingLogin;
  trail: Trail;
}

/** State, issuer (RFC 9207), code, ID token with its signature, audience, time and nonce. */
async function exchange(
  { providers, publicUrl }: OidcDeps,
  { connection, query, state, login, trail }: Exchanged,
): Promise<Told> {
  const { configuration } = await trail.step('discover', () => providers.of(connection));
  const { redirectUri = '' } = connectionUrls(publicUrl, connection);
  const tokens = await trail.step('exchangeCode', () =>
    authorizationCodeGrant(configuration, new URL(`${redirectUri}?${query}`), {
      expectedState: state,
      expectedNonce: login.nonce ?? '',
      pkceCodeVerifier: login.verifier ?? '',
      idTokenExpected: true,
    }).catch(providerError),
  );
  const claims = tokens.claims();
  if (!claims) return refuse('token_invalid', 'The provider sent no ID token');
  const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
  // Some keep the ID token short (Core 5.4).
  const more: Claims =
    claims.email === undefined && hasUserInfo
      ? await trail.step('fetchUserInfo', () =>
          fetchUserInfo(configuration, tokens.access_token, claims.sub).catch(providerError),
        )
      : {};
  return toldByClaims({ ...more, ...claims }, connection);
}
