import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import type { Database } from '../../platform/database/database.ts';
import { createTrail } from '../attempts/trail.ts';
import { connectionUrls, type OidcConnection } from '../connections/sso-connection.ts';
import { type BegunLogin, beginLogin, type LoginWish } from '../login/begin-login.ts';
import type { Providers } from './provider.ts';

export interface OidcDeps {
  database: Database;
  providers: Providers;
  publicUrl: string;
}

/** Begins a login by code, with PKCE and nonce (Core 3.1.2.1, RFC 9700 2.1.1). @throws SsoError */
export async function sendOidcLogin(
  { database, providers, publicUrl }: OidcDeps,
  { connection, wish }: { connection: OidcConnection; wish: LoginWish },
): Promise<{ begun: BegunLogin; url: string }> {
  const trail = createTrail();
  const { configuration } = await trail.step('discover', () => providers.of(connection));
  const [nonce, verifier] = [randomNonce(), randomPKCECodeVerifier()];
  const begun = await beginLogin(database, {
    ...{ connection, wish, expected: { nonce, verifier }, steps: trail.steps },
  });
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: connectionUrls(publicUrl, connection).redirectUri ?? '',
    scope: connection.settings.scopes.join(' '),
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: begun.state,
    nonce,
    ...(wish.hint && { login_hint: wish.hint }),
  });
  return { begun, url: url.href };
}
