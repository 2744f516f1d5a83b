import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { SESSION_COOKIE, SESSION_PURPOSE } from '../../platform/http/authenticate.ts';
import { LEARNER_COOKIE, LEARNER_PURPOSE } from '../../platform/http/sign-in-session.ts';
import { insertAccessToken } from '../../platform/tenancy/credentials.store.ts';
import type { Role } from '../../platform/tenancy/scopes.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import type { Told } from '../sign-in/told.ts';
import { endOtherRoles, insertSession } from './session.store.ts';
import { roleOf } from './sign-in-role.ts';

export interface OpenedSession {
  /** Cookies of the browser by name. */
  cookies: { name: string; token: string }[];
  maxAgeMs: number;
  /** Where the person's role leads: a path of this hub. */
  home: string;
}

/** Opaque tokens that live as long as the connection says, and no longer than the provider's session. */
export async function openSession(
  db: TenantDb,
  { connection, personId, told }: { connection: SsoConnection; personId: string; told: Told },
): Promise<OpenedSession> {
  const role = await roleOf(db, personId);
  await endOtherRoles(db, { personId, role });
  const latest = Date.now() + connection.settings.sessionMinutes * 60_000;
  const expiresAt = new Date(Math.min(latest, told.sessionUntil?.getTime() ?? latest));
  const sessionId = uuidv7();
  const issue = async (purpose: string, as: Role) => {
    const [id, { token, hash }] = [uuidv7(), newToken()];
    const data = { signInId: sessionId };
    await insertAccessToken(db, { id, purpose, hash, role: as, personId, data, expiresAt });
    return { id, token };
  };
  const learner = await issue(LEARNER_PURPOSE, 'user');
  const console = role === 'user' ? undefined : await issue(SESSION_PURPOSE, role);
  await insertSession(db, {
    ...{ id: sessionId, connectionId: connection.id, personId, subject: told.nameId, expiresAt },
    nameIdFormat: told.nameIdFormat ?? null,
    sessionIndex: told.sessionIndex ?? null,
    tokenIds: [learner.id, ...(console ? [console.id] : [])],
  });
  return {
    cookies: [
      { name: LEARNER_COOKIE, token: learner.token },
      ...(console ? [{ name: SESSION_COOKIE, token: console.token }] : []),
    ],
    maxAgeMs: Math.max(0, expiresAt.getTime() - Date.now()),
    home: console ? '/' : '/play/home',
  };
}
