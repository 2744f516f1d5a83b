import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Launch, Platform, Tool } from '../src/index.ts';

/** A tool that does everything right, and each thing wrong when it is told so. */
export interface SmallTool {
  tool: Tool;
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** Answers the authorization endpoint's response, and the fields of its form. */
  authorize(
    launch: Launch,
    changes?: Record<string, string | null>,
  ): Promise<{ status: number; fields: Record<string, string> }>;
  /** The answer of the token endpoint to an assertion with these changes. */
  askToken(scopes: string, changes?: JWTPayload): Promise<Response>;
  token(...scopes: string[]): Promise<string>;
  close(): Promise<void>;
}

const BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export async function openSmallTool(platform: Platform): Promise<SmallTool> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'tool-key', use: 'sig', alg: 'RS256' };
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tool = platform.register({
    name: 'Small',
    loginUrl: `${url}/login`,
    redirectUris: [`${url}/launch`],
    jwksUrl: `${url}/jwks`,
    targetLinkUri: `${url}/launch`,
  });

  const sign: SmallTool['sign'] = (claims, header = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'tool-key', ...header })
      .sign(privateKey);

  const askToken: SmallTool['askToken'] = async (scopes, changes = {}) => {
    const now = Math.floor(platform.clock.now() / 1000);
    const assertion = await sign({
      iss: tool.clientId,
      sub: tool.clientId,
      aud: platform.urls.token,
      iat: now,
      exp: now + 300,
      jti: randomUUID(),
      'https://purl.imsglobal.org/spec/lti/claim/deployment_id': tool.deploymentIds[0],
      ...changes,
    });
    return fetch(platform.urls.token, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: BEARER,
        client_assertion: assertion,
        scope: scopes,
      }),
    });
  };

  return {
    tool,
    sign,
    askToken,
    token: async (...scopes) => {
      const body = (await (await askToken(scopes.join(' '))).json()) as { access_token: string };
      return body.access_token;
    },
    authorize: async ({ parameters }, changes = {}) => {
      const all: Record<string, string | null | undefined> = {
        scope: 'openid',
        response_type: 'id_token',
        response_mode: 'form_post',
        prompt: 'none',
        client_id: tool.clientId,
        redirect_uri: `${url}/launch`,
        login_hint: parameters.login_hint,
        lti_message_hint: parameters.lti_message_hint,
        state: randomUUID(),
        nonce: randomUUID(),
        ...changes,
      };
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(all)) if (value) query.set(name, value);
      const response = await fetch(`${platform.urls.authorize}?${query}`);
      return { status: response.status, fields: fieldsOf(await response.text()) };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function fieldsOf(page: string): Record<string, string> {
  const inputs = page.matchAll(/name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
}
