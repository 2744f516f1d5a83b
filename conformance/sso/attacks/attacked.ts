import { expect } from 'chai';
import { type Connected, connectSaml, openSsoHub, type SsoHub } from '../hub.ts';
import { type Identity, newIdentity } from '../idp/identity.ts';
import { assertionXml, responseXml, sign } from '../idp/messages.ts';
import { type BegunLogin, beginLogin, postResponse } from '../victim.ts';

/** Whom the provider vouches for. */
export const ADA = 'ada';

/** What a provider really said, and the login that it answers. */
export interface Answered {
  login: BegunLogin;
  xml: string;
}

interface SeenAttempt {
  outcome: string;
  errorCode: string | null;
  /** Why, for administrators. */
  detail: string | null;
}

/** A hub, and a provider that it knows. */
export interface Attacked {
  hub: SsoHub;
  idp: Identity;
  at: Connected;
  answered(signed: 'Assertion' | 'Response'): Promise<Answered>;
  /** Expects that nobody is signed in by it. */
  refused(xml: string, login: BegunLogin, code?: string): Promise<void>;
  /** How the last sign-in or logout ended. */
  lastAttempt(): Promise<SeenAttempt | undefined>;
  close(): Promise<void>;
}

export async function openAttacked(): Promise<Attacked> {
  const hub = await openSsoHub();
  const idp = newIdentity();
  const at = await connectSaml(hub.client, idp);
  return {
    ...{ hub, idp, at },
    async answered(signed) {
      const login = await beginLogin(at.login);
      const { requestId } = login;
      const assertion = assertionXml(at, { nameId: ADA, requestId });
      const xml = sign(responseXml(at, { assertion, requestId }), signed, idp);
      return { login, xml };
    },
    async refused(xml, login, code) {
      const verdict = await postResponse(at.acs, xml, login);
      expect(verdict.isSignedIn, verdict.body).to.equal(false);
      expect(verdict.status).to.be.within(400, 499);
      if (code) expect(verdict.code).to.equal(code);
    },
    async lastAttempt() {
      const path = `/v1/sso/attempts?connectionId=${at.id}&limit=1`;
      return (await hub.client.call<{ data: SeenAttempt[] }>('GET', path)).data[0];
    },
    close: () => hub.close(),
  };
}
