import { randomBytes } from 'node:crypto';
import type { Database } from '../../../platform/database/database.ts';
import { createTrail } from '../../attempts/trail.ts';
import type { SamlConnection } from '../../connections/sso-connection.ts';
import { type BegunLogin, beginLogin, type LoginWish } from '../../login/begin-login.ts';
import type { SpKeys } from '../keys/sp-keys.ts';
import { serviceProvider } from '../service-provider.ts';

export interface SamlLoginDeps {
  database: Database;
  spKeys: SpKeys;
  publicUrl: string;
}

/** How the browser goes to the provider: to an address, or with a form. */
export type Departure = { begun: BegunLogin } & (
  | { url: string }
  | { form: { action: string; fields: Record<string, string> } }
);

/** Begins a login and asks the provider who it is (Profiles 4.1.4.1). */
export async function sendLogin(
  deps: SamlLoginDeps,
  { connection, wish }: { connection: SamlConnection; wish: LoginWish },
): Promise<Departure> {
  // An xs:ID, which begins with no digit.
  const requestId = `_${randomBytes(20).toString('hex')}`;
  const trail = createTrail();
  const saml = await trail.step('signRequest', () =>
    serviceProvider(deps, { connection, requestId }),
  );
  const begun = await beginLogin(deps.database, {
    ...{ connection, wish, expected: { requestId }, steps: trail.steps },
  });
  const { ssoBinding, ssoUrl } = connection.settings;
  if (ssoBinding === 'redirect') {
    return { begun, url: await saml.getAuthorizeUrlAsync(begun.state, undefined, {}) };
  }
  const message = await saml.getAuthorizeMessageAsync(begun.state);
  const fields = Object.fromEntries(
    Object.entries(message).map(([name, value]) => [name, String(value)]),
  );
  return { begun, form: { action: ssoUrl, fields } };
}
