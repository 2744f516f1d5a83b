import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { Database } from '../../platform/database/database.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import { refuse } from '../sso-error.ts';
import { findLogin, type PendingLogin, takeLogin } from './login.store.ts';

interface Taken {
  connection: Pick<SsoConnection, 'tenantId' | 'id'>;
  state: string;
  /** What the browser shows that it began the login. */
  binding: string | undefined;
  now: number;
}

/**
 * The login that this browser began by this connection; it is used up by that. Undefined where the
 * state is none of ours: a provider may send its own.
 * @throws SsoError
 */
export async function takeOwnLogin(
  database: Database,
  { connection: { tenantId, id: connectionId }, state, binding, now }: Taken,
): Promise<PendingLogin> {
  const stateHash = hashToken(state);
  const taken =
    binding === undefined
      ? undefined
      : await database.tenant(tenantId, (db) =>
          takeLogin(db, { stateHash, connectionId, bindingHash: hashToken(binding) }),
        );
  const login =
    taken ?? (await database.read(tenantId, (db) => findLogin(db, { stateHash, connectionId })));
  if (!login) return refuse('login_unknown', 'The sign-in is not known, or was used before');
  if (login.expiresAt.getTime() <= now) {
    refuse('login_expired', 'The answer came more than 15 minutes after the sign-in began');
  }
  if (!taken) {
    return binding === undefined
      ? refuse('cookies_blocked', 'The browser did not show the cookie of the sign-in')
      : refuse('other_browser', 'Another browser began this sign-in');
  }
  return taken;
}
