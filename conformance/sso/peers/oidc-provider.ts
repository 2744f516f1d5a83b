import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../../tools/services/free-port.ts';
import { peers } from './peers.ts';

export interface OidcPerson {
  email: string;
  email_verified: boolean;
  given_name: string;
  family_name: string;
  name: string;
}

export interface OidcClient {
  client_id: string;
  client_secret: string;
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
  backchannel_logout_uri: string;
  backchannel_logout_session_required: boolean;
}

/** oidc-provider (npm), certified by the OpenID Foundation, with its own pages to sign in. */
export interface OidcProvider {
  issuer: string;
  close(): Promise<void>;
}

interface ProviderClass {
  new (issuer: string, configuration: Record<string, unknown>): { callback(): RequestListener };
}

/**
 * @param clientOf what the hub's administrator entered, once the issuer is known
 * @param people by their login, which is `sub`; any password will do
 */
export async function startOidcProvider(
  clientOf: (issuer: string) => Promise<OidcClient>,
  people: Record<string, OidcPerson>,
): Promise<OidcProvider> {
  const { Provider } = (await import(pathToFileURL(peers.resolve('oidc-provider')).href)) as {
    Provider: ProviderClass;
  };
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  // It is asked what it is before it knows its client.
  let listener: RequestListener | undefined;
  const server = createServer((request, response) => listener?.(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const configure = (clients: OidcClient[]) =>
    new Provider(issuer, {
      clients,
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'given_name', 'family_name'],
      },
      // Claims stand in the userinfo, as the specification has it.
      conformIdTokenClaims: true,
      features: {
        devInteractions: { enabled: true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: { enabled: true },
      },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, ...people[sub] }),
      }),
      // The hub is on this machine, which its own guard takes for an attack.
      fetch: (url: string, { dispatcher: _, ...options }: RequestInit & { dispatcher?: unknown }) =>
        fetch(url, options),
      cookies: { keys: ['a key of this test alone'] },
    }).callback();
  listener = configure([]);
  listener = configure([await clientOf(issuer)]);
  return {
    issuer,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
