import { type Scope as LrsScope, scopes as lrsScopes } from '@crosswalk/xapi-lrs';
import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import type { LrsPrincipal } from './basic-credentials.ts';
import { findIssuer, type KnownIssuer } from './issuer.store.ts';

/** Public keys only: a shared secret would let a client make its own tokens. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
];
const CLOCK_TOLERANCE_S = 30;
const MAX_TOKEN_CHARACTERS = 8_192;

interface BearerDeps {
  database: Database;
  outbound: Outbound;
  log: Log;
}

/** Whom an OAuth 2 bearer token stands for: a JSON Web Token of an issuer that a tenant configured. */
export function createBearerTokens({ database, outbound, log }: BearerDeps) {
  const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

  function keySetOf(url: string) {
    const known = keySets.get(url);
    if (known) return known;
    const made = createRemoteJWKSet(new URL(url), {
      [customFetch]: (target: string, { headers, signal }) =>
        outbound.fetch(target, { headers, signal }),
    });
    keySets.set(url, made);
    return made;
  }

  return async (token: string): Promise<LrsPrincipal | undefined> => {
    const issuer = await issuerOf(database, token);
    if (!issuer) return undefined;
    try {
      const { payload } = await jwtVerify(token, keySetOf(issuer.jwksUri), {
        algorithms: ALGORITHMS,
        issuer: issuer.issuer,
        audience: issuer.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_S,
      });
      return principalOf(payload, issuer);
    } catch (error) {
      // A token that is not valid is an ordinary refusal; keys that cannot be fetched are not.
      if (!(error instanceof errors.JOSEError)) {
        log.warn({ err: error, issuer: issuer.issuer }, 'keys of an LRS issuer cannot be fetched');
      }
      return undefined;
    }
  };
}

/** Reads the token unverified, to learn by whose keys it has to be verified. */
async function issuerOf(database: Database, token: string): Promise<KnownIssuer | undefined> {
  if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
  try {
    const { iss, aud } = decodeJwt(token);
    const audiences = typeof aud === 'string' ? [aud] : aud;
    if (typeof iss !== 'string' || !audiences?.length) return undefined;
    return await findIssuer(database.lookup, { issuer: iss, audiences: audiences.slice(0, 10) });
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return undefined;
    throw error;
  }
}

function principalOf(payload: JWTPayload, issuer: KnownIssuer): LrsPrincipal | undefined {
  const { sub, exp, scope } = payload;
  if (!sub || !exp) return undefined;
  const asked = typeof scope === 'string' ? scope.split(' ') : [];
  const scopes = lrsScopes.filter(
    (name: LrsScope) => asked.includes(name) && issuer.scopes.includes(name),
  );
  return {
    tenantId: issuer.tenantId,
    name: `issuer:${issuer.id}:${sub}`,
    scopes: new Set(scopes),
    defaultVersion: issuer.defaultVersion,
    authority: { objectType: 'Agent', account: { homePage: issuer.issuer, name: sub } },
    until: exp * 1000,
  };
}
