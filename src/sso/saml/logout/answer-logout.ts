import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Database } from '../../../platform/database/database.ts';
import { insertAttempt } from '../../attempts/attempt.store.ts';
import { attemptOf, recordRefusal, type Underway } from '../../attempts/record-attempt.ts';
import { createTrail } from '../../attempts/trail.ts';
import { type SamlConnection, samlUrls } from '../../connections/sso-connection.ts';
import { claimOnce } from '../../login/claim.store.ts';
import { sendErrorPage } from '../../pages/error-page.ts';
import { sendSignedOutPage } from '../../pages/signed-in-page.ts';
import { endSessions } from '../../sessions/session.store.ts';
import { refuse, SsoError } from '../../sso-error.ts';
import type { SpKeys } from '../keys/sp-keys.ts';
import { checkMessage } from '../response/structure.ts';
import { serviceProvider } from '../service-provider.ts';
import { checkLogoutRequest, checkSender, type LogoutRequest } from './logout-checks.ts';
import { readPosted, readRedirected, type SignedMessage } from './read-logout.ts';

export interface LogoutDeps {
  database: Database;
  spKeys: SpKeys;
  publicUrl: string;
}

/** A message of single logout, in the address or as a form. */
export type Incoming = { query: string } | { form: URLSearchParams };

/** Ends the sessions that a provider names, or takes its answer to our own logout. */
export async function answerLogout(
  ctx: Context,
  deps: LogoutDeps,
  { connection, incoming }: { connection: SamlConnection; incoming: Incoming },
): Promise<void> {
  const trail = createTrail();
  const underway: Underway = { connection, kind: 'logout', trail, before: [], told: undefined };
  const { slo } = samlUrls(deps.publicUrl, connection.id);
  const expected = { idpEntityId: connection.settings.idpEntityId, slo, now: Date.now() };
  try {
    const { root, relayState } = await trail.step('verifySignature', () =>
      readMessage(deps, connection, incoming),
    );
    if (root.name !== 'LogoutRequest') {
      trail.step('checkMessage', () => checkMessage(root, 'LogoutResponse'));
      trail.step('checkSender', () => checkSender(root, expected));
      sendSignedOutPage(ctx, { again: undefined });
      return;
    }
    const request = trail.step('checkRequest', () => checkLogoutRequest(root, expected));
    await trail.step('endSessions', () => obey(deps.database, underway, request));
    await sendResponse(ctx, deps, { connection, request, relayState });
  } catch (error) {
    if (!(error instanceof SsoError)) throw error;
    const { reference } = await recordRefusal(deps.database, { underway, error });
    ctx.state.log.info({ err: error, reference }, 'logout refused');
    sendErrorPage(ctx, { code: 'logout_invalid', reference });
  }
}

async function readMessage(
  deps: LogoutDeps,
  connection: SamlConnection,
  incoming: Incoming,
): Promise<SignedMessage> {
  if ('query' in incoming) return readRedirected(incoming.query, connection.settings);
  const { form } = incoming;
  const kind = form.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  const value = form.get(kind);
  if (value === null) return refuse('logout_invalid', 'There is no message');
  const saml = await serviceProvider(deps, { connection, requestId: newId() });
  return readPosted({ kind, value, relayState: form.get('RelayState') ?? undefined }, saml);
}

function obey(database: Database, underway: Underway, request: LogoutRequest): Promise<void> {
  const { tenantId, id: connectionId } = underway.connection;
  const { id: value, expiresAt, nameId: subject, sessionIndexes } = request;
  return database.tenant(tenantId, async (db) => {
    const isFirst = await claimOnce(db, { connectionId, kind: 'logout_request', value, expiresAt });
    if (!isFirst) refuse('replayed', 'The request was used before');
    await endSessions(db, { connectionId, subject, sessionIndexes }, 'provider');
    await insertAttempt(db, attemptOf(underway, { personId: null }));
  });
}

const newId = () => `_${randomBytes(20).toString('hex')}`;

/** Answers the provider where it hears answers; one that says nowhere leaves the reader here. */
async function sendResponse(
  ctx: Context,
  deps: LogoutDeps,
  {
    connection,
    request,
    relayState = '',
  }: { connection: SamlConnection; request: LogoutRequest; relayState: string | undefined },
): Promise<void> {
  const { sloUrl, sloResponseUrl } = connection.settings;
  if (sloUrl === null) {
    sendSignedOutPage(ctx, { again: undefined });
    return;
  }
  const settings = { ...connection.settings, sloUrl: sloResponseUrl ?? sloUrl };
  const saml = await serviceProvider(deps, {
    connection: { ...connection, settings },
    requestId: newId(),
  });
  const { nameId: nameID, id: ID } = request;
  const profile = { issuer: settings.idpEntityId, nameID, nameIDFormat: '', ID };
  const url = await saml.getLogoutResponseUrlAsync(profile, relayState.slice(0, 1000), {}, true);
  ctx.status = 303;
  ctx.set('Location', url);
}

/** Where the browser goes so that the provider signs out, too; undefined where it offers nothing. */
export async function logoutUrl(
  deps: LogoutDeps,
  {
    connection,
    session,
  }: {
    connection: SamlConnection;
    session: { subject: string; nameIdFormat: string | null; sessionIndex: string | null };
  },
): Promise<string | undefined> {
  if (connection.settings.sloUrl === null) return undefined;
  const saml = await serviceProvider(deps, { connection, requestId: newId() });
  const { subject, nameIdFormat, sessionIndex } = session;
  const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
  return saml.getLogoutUrlAsync(
    {
      issuer: connection.settings.idpEntityId,
      nameID: subject,
      nameIDFormat: nameIdFormat ?? unspecified,
      ...(sessionIndex !== null && { sessionIndex }),
    },
    '',
    {},
  );
}
