import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { TestAnswer, TestHub, TestTenant } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { claimNames } from '../claims.ts';
import { insertDeployment } from '../registrations/deployment.store.ts';
import { insertRegistration, type NewRegistration } from '../registrations/registration.store.ts';
import { testRegistration } from '../registrations/test-registration.ts';

/** Settings of a hub that platforms of this kind can launch. */
export const launchSettings = {
  PUBLIC_URL: 'https://hub.example',
  OUTBOUND_ALLOW: '127.0.0.1',
  WORKERS: '0',
};

/** A login that was begun by one browser. */
export interface TestLogin {
  answer: TestAnswer;
  state: string;
  nonce: string;
  /** As the browser sends it back. */
  cookie: string;
}

export interface TestPlatform {
  registrationId: string;
  /** Row of the deployment. */
  deploymentRow: string;
  issuer: string;
  clientId: string;
  key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  publicJwk: JWK;
  login(changes?: Record<string, string>, headers?: Record<string, string>): Promise<TestLogin>;
  /** Claims of a good launch of a student; undefined takes one away. */
  claims(changes?: Record<string, unknown>): JWTPayload;
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  post(form: Record<string, string>, headers?: Record<string, string>): Promise<TestAnswer>;
  /** Login and launch of one browser. */
  launch(changes?: Record<string, unknown>): Promise<TestAnswer>;
  close(): Promise<void>;
}

/** A platform with keys of its own, registered with a tenant of the hub. */
export async function startTestPlatform(
  hub: TestHub,
  {
    tenant = hub,
    registration: changes = {},
  }: { tenant?: TestTenant; registration?: Partial<NewRegistration> } = {},
): Promise<TestPlatform> {
  const kid = `key-${uuidv7()}`;
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [publicJwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound because the server listens on a port.
  const { port } = server.address() as AddressInfo;
  const given = testRegistration({ jwksUri: `http://127.0.0.1:${port}/jwks`, ...changes });
  const { issuer, clientId, id: registrationId } = given;
  const deploymentRow = uuidv7();
  await hub.hub.database.tenant(tenant.tenantId, async (db) => {
    await insertRegistration(db, given);
    const names = { name: null, platform: null };
    await insertDeployment(db, { ...names, id: deploymentRow, registrationId, deploymentId: '1' });
  });

  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const send = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    hub.request('POST', path, {
      key: null,
      body: form(fields),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });

  const platform: TestPlatform = {
    ...{ registrationId, deploymentRow, issuer, clientId, key: privateKey, publicJwk },
    async login(fields = {}, headers = {}) {
      const answer = await send('/lti/login', { ...loginFields(given), ...fields }, headers);
      const shown = /data-authorization-url="([^"]+)"/.exec(answer.text)?.[1];
      const sent = answer.headers.get('Location') ?? shown?.replaceAll('&amp;', '&');
      const asked = new URL(sent ?? 'https://nowhere.example').searchParams;
      return {
        answer,
        state: asked.get('state') ?? '',
        nonce: asked.get('nonce') ?? '',
        cookie: answer.headers.get('Set-Cookie')?.split(';')[0] ?? '',
      };
    },
    claims: (own = {}) => ({ ...goodClaims(given), ...own }),
    sign: (claims, header = {}) =>
      new SignJWT(JSON.parse(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'RS256', kid, ...header })
        .sign(privateKey),
    post: (fields, headers = {}) => send('/lti/launch', fields, headers),
    async launch(own) {
      const { state, nonce, cookie } = await platform.login();
      const id_token = await platform.sign(platform.claims({ nonce, ...own }));
      return platform.post({ id_token, state }, { Cookie: cookie });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return platform;
}

function loginFields({ issuer, clientId }: NewRegistration): Record<string, string> {
  return {
    iss: issuer,
    client_id: clientId,
    login_hint: 'user-1',
    lti_message_hint: 'hint & more',
    target_link_uri: `${launchSettings.PUBLIC_URL}/lti/launch`,
  };
}

function goodClaims({ issuer, clientId }: NewRegistration): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    aud: clientId,
    sub: 'user-1',
    iat: now,
    exp: now + 300,
    name: 'Ada Lovelace',
    email: 'ada@school.example',
    [claimNames.messageType]: 'LtiResourceLinkRequest',
    [claimNames.version]: '1.3.0',
    [claimNames.deploymentId]: '1',
    [claimNames.targetLinkUri]: `${launchSettings.PUBLIC_URL}/lti/launch`,
    [claimNames.resourceLink]: { id: 'link-1', title: 'Words' },
    [claimNames.context]: {
      id: 'course-1',
      title: 'French',
      label: 'FR1',
      type: ['CourseSection'],
    },
    [claimNames.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
  };
}
