import { newToken } from '../../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { SESSION_COOKIE, SESSION_PURPOSE } from '../../../platform/http/authenticate.ts';
import { LEARNER_COOKIE, LEARNER_PURPOSE } from '../../../platform/http/sign-in-session.ts';
import { insertAccessToken } from '../../../platform/tenancy/credentials.store.ts';
import { type Role, roles } from '../../../platform/tenancy/scopes.ts';
import { listRoleGrants } from '../role-grant.store.ts';
import { endOtherRoles } from './other-roles.store.ts';

export interface IssuedSession {
  /** Cookies of the browser by name. */
  cookies: { name: string; token: string }[];
  tokenIds: string[];
  expiresAt: Date;
  /** Where the person's role leads: a path of this hub. */
  home: string;
}

/**
 * Opaque tokens for a browser in which somebody has signed in: to study, and, with a role, for the
 * hub's own pages. All of them carry the id of the sign-in, by which they end together. Earlier ones
 * with another role end.
 */
export async function issueSession(
  db: TenantDb,
  { personId, signInId, expiresAt }: { personId: string; signInId: string; expiresAt: Date },
): Promise<IssuedSession> {
  const role = await roleOf(db, personId);
  await endOtherRoles(db, { personId, role });
  const issue = async (purpose: string, as: Role) => {
    const [id, { token, hash }] = [uuidv7(), newToken()];
    const data = { signInId };
    await insertAccessToken(db, { id, purpose, hash, role: as, personId, data, expiresAt });
    return { id, token };
  };
  const learner = await issue(LEARNER_PURPOSE, 'user');
  const console = role === 'user' ? undefined : await issue(SESSION_PURPOSE, role);
  return {
    cookies: [
      { name: LEARNER_COOKIE, token: learner.token },
      ...(console ? [{ name: SESSION_COOKIE, token: console.token }] : []),
    ],
    tokenIds: [learner.id, ...(console ? [console.id] : [])],
    expiresAt,
    home: console ? '/' : '/play/home',
  };
}

/** The highest role that somebody has in the whole tenant; `user` where nobody gave them one. */
async function roleOf(db: TenantDb, personId: string): Promise<Role> {
  const grants = await listRoleGrants(db, personId);
  const held = new Set(grants.flatMap((grant) => (grant.institutionId ? [] : grant.role)));
  return roles.find((role) => held.has(role)) ?? 'user';
}
