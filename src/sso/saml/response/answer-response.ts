import type { Context } from 'koa';
import type { Database } from '../../../platform/database/database.ts';
import type { Underway } from '../../attempts/record-attempt.ts';
import { createTrail } from '../../attempts/trail.ts';
import type { SamlConnection } from '../../connections/sso-connection.ts';
import { requireComplete, requireEnabled } from '../../connections/sso-connections.ts';
import { claimOnce } from '../../login/claim.store.ts';
import type { PendingLogin } from '../../login/login.store.ts';
import { takeOwnLogin } from '../../login/take-login.ts';
import { answerSignIn } from '../../sign-in/answer.ts';
import { refuse } from '../../sso-error.ts';
import type { SpKeys } from '../keys/sp-keys.ts';
import type { Assertion } from './assertion.ts';
import { CLOCK_SKEW_MS, timeOf } from './checks.ts';
import { toldByAssertion } from './told-by-assertion.ts';
import { verifyResponse } from './verify-response.ts';

export interface AcsDeps {
  database: Database;
  spKeys: SpKeys;
  publicUrl: string;
}

interface Posted {
  connection: SamlConnection;
  samlResponse: string | undefined;
  relayState: string | undefined;
  /** What the browser shows that it began the login. */
  binding: string | undefined;
}

/** What `beginLogin` makes; anything else is the provider's own, and leads nowhere. */
const STATE = /^[\w-]{43}$/;

/** A response of a provider, asked for or not. */
export async function answerResponse(
  ctx: Context,
  deps: AcsDeps,
  { connection, samlResponse, relayState, binding }: Posted,
): Promise<void> {
  const trail = createTrail();
  const underway: Underway = { connection, kind: 'sign_in', trail, before: [], told: undefined };
  let login: PendingLogin | undefined;
  const now = Date.now();
  const verify = async () => {
    if (samlResponse === undefined) return refuse('response_missing', 'There is no SAMLResponse');
    if (relayState !== undefined && STATE.test(relayState)) {
      login = await trail.step('takeLogin', () =>
        takeOwnLogin(deps.database, { connection, state: relayState, binding, now }),
      );
      underway.kind = login.purpose;
      underway.before = login.steps;
    }
    trail.step('checkConnection', () => checkConnection(connection, login?.purpose ?? 'sign_in'));
    const assertion = await verifyResponse(deps, {
      ...{ connection, samlResponse, trail, now, requestId: login?.requestId ?? undefined },
      learn: (known) => {
        underway.told = toldIfAny(known, connection);
      },
    });
    await trail.step('claimAssertion', () => claimAssertion(deps.database, connection, assertion));
    return toldByAssertion(assertion, connection.settings);
  };
  await answerSignIn(ctx, deps, {
    underway,
    verify,
    get returnTo() {
      return login?.returnTo ?? undefined;
    },
  });
}

function checkConnection(connection: SamlConnection, purpose: 'sign_in' | 'test'): void {
  requireEnabled(connection, purpose);
  requireComplete(connection);
}

function toldIfAny(assertion: Assertion, { settings }: SamlConnection) {
  try {
    return toldByAssertion(assertion, settings);
  } catch {
    return undefined;
  }
}

/** Profiles 4.1.4.5: it is remembered until its time is over, by all processes. */
async function claimAssertion(
  database: Database,
  { tenantId, id: connectionId }: SamlConnection,
  { id, confirmations }: Assertion,
): Promise<void> {
  const until = confirmations.flatMap(({ notOnOrAfter }) =>
    notOnOrAfter ? timeOf(notOnOrAfter) : [],
  );
  const expiresAt = new Date(Math.max(Date.now(), ...until) + 2 * CLOCK_SKEW_MS);
  const isFirst = await database.tenant(tenantId, (db) =>
    claimOnce(db, { connectionId, kind: 'assertion', value: id ?? '', expiresAt }),
  );
  if (!isFirst) refuse('replayed', 'The assertion was used before');
}
