import { buildEndSessionUrl } from 'openid-client';
import type { OidcConnection } from '../connections/sso-connection.ts';
import { SsoError } from '../sso-error.ts';
import type { Providers } from './provider.ts';

/**
 * Where the provider ends its own session (RP-Initiated Logout 1.0); undefined where it offers
 * nothing, or cannot be asked now: here the person is signed out all the same.
 */
export async function oidcLogoutUrl(
  { providers, publicUrl }: { providers: Providers; publicUrl: string },
  connection: OidcConnection,
): Promise<string | undefined> {
  const provider = await providers.of(connection).catch((error: unknown) => {
    if (error instanceof SsoError) return undefined;
    throw error;
  });
  if (!provider?.configuration.serverMetadata().end_session_endpoint) return undefined;
  return buildEndSessionUrl(provider.configuration, {
    post_logout_redirect_uri: `${publicUrl}/sso/signed-out`,
  }).href;
}
