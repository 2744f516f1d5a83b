import { inflateRawSync } from 'node:zlib';
import type { TestAnswer, TestHub, TestTenant } from '../../../api/test-hub.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import { type CertifiedKey, newCertifiedKey } from '../keys/self-signed-certificate.ts';
import {
  type ResponseChanges,
  type ResponseParties,
  responseXml,
  signElement,
  toBase64,
} from './test-response.ts';

/** A login that one browser began. */
export interface TestSamlLogin {
  answer: TestAnswer;
  requestId: string;
  relayState: string;
  /** As the browser sends it back. */
  cookie: string;
}

export interface TestIdp {
  key: CertifiedKey;
  entityId: string;
  connectionId: string;
  /** Of the hub for this connection. */
  sp: { entityId: string; acs: string; slo: string; login: string };
  login(query?: string): Promise<TestSamlLogin>;
  /** Who talks with whom about one request. */
  parties(requestId: string | undefined): ResponseParties;
  /** A response with a signed assertion. */
  signed(requestId: string | undefined, changes?: ResponseChanges): string;
  post(xml: string, login?: Pick<TestSamlLogin, 'relayState' | 'cookie'>): Promise<TestAnswer>;
  /** Login and response of one browser. */
  signIn(changes?: ResponseChanges): Promise<TestAnswer>;
}

/** Settings of a hub that providers of this kind can answer. */
export const ssoSettings = {
  PUBLIC_URL: 'https://hub.example',
  OUTBOUND_ALLOW: '127.0.0.1',
  WORKERS: '0',
};

interface IdpOptions {
  tenant?: TestTenant;
  /** Beside what the provider is. */
  connection?: Record<string, unknown>;
  saml?: Record<string, unknown>;
  key?: CertifiedKey;
  entityId?: string;
}

/** A provider with a key of its own, connected with a tenant of the hub. */
export async function startTestIdp(hub: TestHub, options: IdpOptions = {}): Promise<TestIdp> {
  const { tenant = hub, connection = {}, saml = {} } = options;
  const key = options.key ?? (await newCertifiedKey({ name: 'idp.example', years: 1 }));
  const entityId = options.entityId ?? `https://idp.example/${uuidv7()}`;
  const made = await hub.request('POST', '/v1/sso/connections', {
    key: tenant.key,
    body: {
      ...{ kind: 'saml', name: 'School' },
      ...connection,
      saml: {
        ...{ idpEntityId: entityId, ssoUrl: 'https://idp.example/sso?tenant=1' },
        ...{ certificates: [key.certificate], ...saml },
      },
    },
  });
  if (made.status !== 201) throw new Error(made.text);
  const { id, urls } = made.body as { id: string; urls: TestIdp['sp'] };
  const path = (url: string) => new URL(url).pathname;

  const idp: TestIdp = {
    ...{ key, entityId, connectionId: id, sp: urls },
    async login(query = '') {
      const answer = await hub.request('GET', `${path(urls.login)}${query}`, { key: null });
      const sent = new URL(answer.headers.get('Location') ?? 'https://nowhere.example');
      return {
        answer,
        requestId: requestIdOf(sent.searchParams.get('SAMLRequest') ?? ''),
        relayState: sent.searchParams.get('RelayState') ?? '',
        cookie: answer.headers.get('Set-Cookie')?.split(';')[0] ?? '',
      };
    },
    parties: (requestId) => ({
      ...{ idpEntityId: entityId, entityId: urls.entityId, acs: urls.acs, requestId },
    }),
    signed: (requestId, changes) =>
      signElement(responseXml(idp.parties(requestId), changes), 'Assertion', key),
    post: (xml, login) =>
      hub.request('POST', path(urls.acs), {
        key: null,
        body: new URLSearchParams({
          SAMLResponse: toBase64(xml),
          ...(login && { RelayState: login.relayState }),
        }).toString(),
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          ...(login && { Cookie: login.cookie }),
        },
      }),
    async signIn(changes) {
      const login = await idp.login();
      return idp.post(idp.signed(login.requestId, changes), login);
    },
  };
  return idp;
}

function requestIdOf(deflated: string): string {
  if (!deflated) return '';
  const xml = inflateRawSync(Buffer.from(deflated, 'base64')).toString();
  return / ID="([^"]+)"/.exec(xml)?.[1] ?? '';
}

/** What the page of an error says it is. */
export function codeOf({ text }: TestAnswer): string | undefined {
  return /<code class="soft">(\w+)<\/code>/.exec(text)?.[1];
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookiesOf({ headers }: TestAnswer): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}
