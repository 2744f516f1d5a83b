import { createRemoteJWKSet, type JWTVerifyGetKey, customFetch as joseFetch } from 'jose';
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
} from 'openid-client';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { openSecret } from '../../platform/tenancy/keyring.ts';
import type { OidcConnection } from '../connections/sso-connection.ts';
import { clientSecretName } from '../connections/sso-settings.ts';
import { refuse } from '../sso-error.ts';
import { providerError } from './provider-error.ts';

const CACHE_MS = 3_600_000;
const CACHE_SIZE = 1_000;

export interface Provider {
  configuration: Configuration;
  /** The provider's keys; fetched when needed, and again for a key that is not known. */
  keys: JWTVerifyGetKey | undefined;
}

/** What providers say of themselves (Discovery 1.0), remembered for an hour. */
export interface Providers {
  /** @throws SsoError where it cannot be reached, or says it is somebody else */
  of(connection: OidcConnection): Promise<Provider>;
}

export function createProviders({
  database,
  master,
  outbound,
  now = Date.now,
}: {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  now?: () => number;
}): Providers {
  const cache = new Map<string, { provider: Promise<Provider>; until: number }>();

  async function discover({ settings, tenantId, id }: OidcConnection): Promise<Provider> {
    const secret = await database.read(tenantId, (db) =>
      openSecret(db, master, clientSecretName(id)),
    );
    const fetch = fetchThrough(outbound);
    const issuer = new URL(settings.issuer);
    // By http only what the operator allows: the outbound guard refuses any other.
    const insecure = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
    const configuration = await discovery(
      issuer,
      settings.clientId,
      {},
      clientAuth(settings.clientAuth, secret ?? ''),
      // Its signature is checked although the token comes straight from the provider.
      { [customFetch]: fetch, execute: [enableNonRepudiationChecks, ...insecure] },
    ).catch(providerError);
    const { jwks_uri: uri } = configuration.serverMetadata();
    const keys = uri
      ? createRemoteJWKSet(new URL(uri), { [joseFetch]: (url, init) => outbound.fetch(url, init) })
      : undefined;
    return { configuration, keys };
  }

  return {
    of(connection) {
      const key = `${connection.id} ${connection.version}`;
      const known = cache.get(key);
      if (known && known.until > now()) return known.provider;
      const provider = discover(connection);
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(key, { provider, until: now() + CACHE_MS });
      provider.catch(() => cache.delete(key));
      return provider;
    },
  };
}

function fetchThrough(outbound: Outbound): CustomFetch {
  return (url, { method, headers, body, signal }) =>
    outbound.fetch(url, {
      method,
      headers,
      ...(body !== undefined && body !== null && { body: textOf(body) }),
      ...(signal && { signal }),
    });
}

/** Bodies of this protocol are forms. */
function textOf(body: unknown): string | Uint8Array {
  if (body instanceof Uint8Array) return body;
  return String(body);
}

function clientAuth(way: OidcConnection['settings']['clientAuth'], secret: string): ClientAuth {
  if (way === 'none') return None();
  if (secret === '') refuse('connection_incomplete', 'The client secret is missing');
  return way === 'client_secret_post' ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}
