import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Step } from '../attempts/trail.ts';
import type { SsoConnection } from '../connections/sso-connection.ts';
import { bindingName, LOGIN_MS } from './binding.ts';
import { insertLogin, type PendingLogin } from './login.store.ts';

/** What a page asked for when it sent somebody to sign in. */
export interface LoginWish {
  purpose: PendingLogin['purpose'];
  /** A path of this hub; see `returnPathOf`. */
  returnTo: string | undefined;
  /** Whom the provider may expect, such as an e-mail. */
  hint: string | undefined;
}

export interface BegunLogin {
  /** Goes to the provider and comes back: RelayState of SAML, `state` of OpenID Connect. */
  state: string;
  binding: { name: string; secret: string };
}

/** Remembers a login of this browser, in a way that only it can finish. */
export async function beginLogin(
  database: Database,
  {
    connection: { tenantId, id: connectionId },
    wish: { purpose, returnTo },
    expected,
    steps,
  }: {
    connection: Pick<SsoConnection, 'tenantId' | 'id'>;
    wish: LoginWish;
    expected: Partial<Pick<PendingLogin, 'requestId' | 'nonce' | 'verifier'>>;
    steps: readonly Step[];
  },
): Promise<BegunLogin> {
  const [state, binding] = [newToken(), newToken()];
  await database.tenant(tenantId, (db) =>
    insertLogin(db, {
      ...{ requestId: null, nonce: null, verifier: null, ...expected },
      ...{ id: uuidv7(), stateHash: state.hash, connectionId, bindingHash: binding.hash, purpose },
      returnTo: returnTo ?? null,
      steps: [...steps],
      expiresAt: new Date(Date.now() + LOGIN_MS),
    }),
  );
  return {
    state: state.token,
    binding: { name: bindingName(state.token), secret: binding.token },
  };
}
