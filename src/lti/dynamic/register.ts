import { audit } from '../../platform/audit/audit.store.ts';
import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { guessProfile } from '../profiles/effective-profile.ts';
import { insertDeployment } from '../registrations/deployment.store.ts';
import { insertRegistration } from '../registrations/registration.store.ts';
import type { Registration } from '../registrations/registration.ts';
import { toolUrls } from '../registrations/tool-urls.ts';
import { fetchJson } from './fetch-json.ts';
import {
  findInvitation,
  type Invitation,
  settleInvitation,
  useInvitation,
} from './invitation.store.ts';
import type { OpenidConfiguration } from './openid-configuration.ts';
import { RegistrationError } from './registration-error.ts';
import { offerOf, readRegistered, toolConfiguration } from './tool-configuration.ts';

export interface RegisterDeps {
  database: Database;
  outbound: Outbound;
  publicUrl: string;
}

/** @throws RegistrationError `invitation_unknown`, `invitation_used`, `invitation_expired` */
export async function openInvitation(
  { lookup }: Database,
  token: string,
  now = Date.now(),
): Promise<Invitation> {
  const invitation = token ? await findInvitation(lookup, hashToken(token)) : undefined;
  if (!invitation) {
    throw new RegistrationError('invitation_unknown', 'This registration link is not valid.');
  }
  if (invitation.usedAt) throw used();
  if (invitation.expiresAt.getTime() <= now) {
    throw new RegistrationError('invitation_expired', 'This registration link has expired.');
  }
  return invitation;
}

/** The profile of the platform: what the invitation says, else what it says itself. */
export function profileFor(invitation: Invitation, platform: OpenidConfiguration) {
  const { issuer, productFamily } = platform;
  return invitation.profile ?? guessProfile({ issuer, productFamily });
}

/**
 * Registers this tool at the platform and the platform here. The invitation is used up by the first
 * who gets here; when the platform refuses, it may be used again.
 * @param registrationToken what the platform gave along, sent back as bearer token
 * @throws RegistrationError
 */
export async function register(
  deps: RegisterDeps,
  {
    invitation,
    platform,
    registrationToken,
    placements,
  }: {
    invitation: Invitation;
    platform: OpenidConfiguration;
    registrationToken: string | undefined;
    placements: readonly string[];
  },
): Promise<Registration> {
  const { database } = deps;
  const { id, tenantId } = invitation;
  const isOurs = await database.tenant(tenantId, (db) => useInvitation(db, id));
  if (!isOurs) throw used();
  try {
    const offer = offerOf(platform);
    const wanted = offer.placements.filter((placement) => placements.includes(placement));
    const registered = await request(deps, {
      ...{ platform, registrationToken },
      body: toolConfiguration({
        urls: toolUrls(deps.publicUrl, invitation),
        scopes: offer.scopes,
        placements: wanted,
        hasDeepLinking: offer.hasDeepLinking,
      }),
    });
    return await keep(database, { invitation, platform, registered });
  } catch (error) {
    await database.tenant(tenantId, (db) =>
      settleInvitation(db, { id, registrationId: undefined }),
    );
    throw error;
  }
}

type Registered = NonNullable<ReturnType<typeof readRegistered>>;

async function request(
  { outbound }: RegisterDeps,
  {
    platform,
    registrationToken,
    body,
  }: { platform: OpenidConfiguration; registrationToken: string | undefined; body: object },
): Promise<Registered> {
  const { host } = new URL(platform.registrationEndpoint);
  let answer: unknown;
  try {
    answer = await fetchJson(outbound, platform.registrationEndpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(registrationToken && { Authorization: `Bearer ${registrationToken}` }),
      },
      body: JSON.stringify(body),
      expected: [200, 201],
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RegistrationError(
      'registration_refused',
      `${host} did not take the registration: ${message}`,
      { cause },
    );
  }
  const registered = readRegistered(answer);
  if (!registered) {
    throw new RegistrationError('registration_refused', `${host} answered without a client id.`);
  }
  return registered;
}

async function keep(
  database: Database,
  {
    invitation,
    platform,
    registered,
  }: { invitation: Invitation; platform: OpenidConfiguration; registered: Registered },
): Promise<Registration> {
  const { clientId, deploymentId, scopes } = registered;
  const { issuer, authorizationEndpoint, tokenEndpoint, jwksUri } = platform;
  return database.tenant(invitation.tenantId, async (db) => {
    const made = await insertRegistration(db, {
      ...{ issuer, clientId, authorizationEndpoint, tokenEndpoint, jwksUri, scopes },
      id: uuidv7(),
      name: invitation.name ?? new URL(issuer).host,
      tokenAudience: platform.authorizationServer,
      profile: profileFor(invitation, platform),
      keySet: invitation.keySet,
      ...{ overrides: {}, isShared: false, isEnabled: true, origin: 'dynamic', frameAncestors: [] },
    });
    if (!made) {
      throw new RegistrationError(
        'already_registered',
        `${new URL(issuer).host} gave a client id that is registered at this hub already.`,
      );
    }
    const { id: registrationId } = made;
    if (deploymentId) {
      const row = { id: uuidv7(), registrationId, deploymentId };
      await insertDeployment(db, { ...row, name: null, platform: null });
    }
    await settleInvitation(db, { id: invitation.id, registrationId });
    await audit(db, {
      actor: `lti_invitation:${invitation.id}`,
      action: 'lti_registration.created',
      subject: { type: 'lti_registration', id: registrationId },
      detail: { issuer, clientId, deploymentIds: deploymentId ? [deploymentId] : [] },
    });
    return made;
  });
}

function used(): RegistrationError {
  return new RegistrationError(
    'invitation_used',
    'This registration link has been used. Each registers one platform.',
  );
}
