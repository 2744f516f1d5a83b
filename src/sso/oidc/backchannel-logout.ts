import { jwtVerify } from 'jose';
import { insertAttempt } from '../attempts/attempt.store.ts';
import { attemptOf, recordRefusal, type Underway } from '../attempts/record-attempt.ts';
import { createTrail } from '../attempts/trail.ts';
import type { OidcConnection } from '../connections/sso-connection.ts';
import { claimOnce } from '../login/claim.store.ts';
import { endSessions } from '../sessions/session.store.ts';
import { refuse, SsoError } from '../sso-error.ts';
import type { OidcDeps } from './oidc-login.ts';
import type { Provider } from './provider.ts';
import { claimText } from './told-by-claims.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MAX_AGE_S = 300;
const SKEW_S = 60;
/** By a shared secret, or by none, nobody signs a logout. */
const ALGORITHMS = ['RS', 'PS', 'ES'].flatMap((family) =>
  ['256', '384', '512'].map((bits) => family + bits),
);

interface LogoutToken {
  jti: string;
  sub: string | undefined;
  sid: string | undefined;
  expiresAt: Date;
}

/**
 * Ends the sessions that a logout token names (Back-Channel Logout 1.0 2.5, 2.6).
 * @throws SsoError
 */
export async function endByLogoutToken(
  { database, providers }: OidcDeps,
  { connection, token }: { connection: OidcConnection; token: string | undefined },
): Promise<void> {
  const trail = createTrail();
  const underway: Underway = { connection, kind: 'logout', trail, before: [], told: undefined };
  const { tenantId, id: connectionId } = connection;
  try {
    if (!token) return refuse('logout_invalid', 'There is no logout_token');
    const provider = await trail.step('discover', () => providers.of(connection));
    const read = await trail.step('verifyToken', () => verifyToken(provider, connection, token));
    await database.tenant(tenantId, async (db) => {
      const { jti: value, expiresAt, sub: subject, sid } = read;
      const use = { connectionId, kind: 'logout_token', value, expiresAt } as const;
      if (!(await claimOnce(db, use))) refuse('replayed', 'The token was used before');
      const sessionIndexes = sid === undefined ? [] : [sid];
      await endSessions(db, { connectionId, subject, sessionIndexes }, 'provider');
      await insertAttempt(db, attemptOf(underway, { personId: null }));
    });
  } catch (error) {
    if (error instanceof SsoError) await recordRefusal(database, { underway, error });
    throw error;
  }
}

async function verifyToken(
  { configuration, keys }: Provider,
  { settings }: OidcConnection,
  token: string,
): Promise<LogoutToken> {
  if (!keys) return refuse('logout_invalid', 'The provider shows no keys');
  const { issuer, id_token_signing_alg_values_supported: supported = ['RS256'] } =
    configuration.serverMetadata();
  const { payload } = await jwtVerify(token, keys, {
    ...{ issuer, audience: settings.clientId, maxTokenAge: MAX_AGE_S, clockTolerance: SKEW_S },
    algorithms: ALGORITHMS.filter((name) => supported.includes(name)),
    requiredClaims: ['iat', 'jti', 'events'],
  }).catch((cause: Error) => {
    throw new SsoError('logout_invalid', `The token does not hold: ${cause.message}`, { cause });
  });
  const { events, nonce, iat = 0 } = payload;
  const [jti, sub, sid] = [payload.jti, payload.sub, payload.sid].map(claimText);
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, EVENT)) {
    refuse('logout_invalid', 'The token is of no logout');
  }
  // An ID token has one: it must not pass for this.
  if (nonce !== undefined) refuse('logout_invalid', 'The token has a nonce');
  if (!jti) return refuse('logout_invalid', 'The token has no id');
  if (!sub && !sid) refuse('logout_invalid', 'The token names nobody');
  const expiresAt = new Date((iat + MAX_AGE_S + 2 * SKEW_S) * 1000);
  return { jti, sub, sid, expiresAt };
}
