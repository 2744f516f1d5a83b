import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { generateKeyPair } from 'jose';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { createOutbound } from '../../platform/outbound/outbound.ts';
import type { ProfileName, ProfileOverrides } from '../profiles/platform-profile.ts';
import { insertDeployment } from '../registrations/deployment.store.ts';
import { createPlatforms, type DeployedPlatform } from '../registrations/platforms.ts';
import { insertRegistration } from '../registrations/registration.store.ts';
import { testRegistration } from '../registrations/test-registration.ts';
import { createAccessTokens } from '../tokens/access-tokens.ts';
import { createTokenCalls } from '../tokens/token-calls.ts';
import { createServiceCalls, type ServiceCalls } from './service-call.ts';

export interface TestRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestReply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** The connection ends without an answer; `hang`: it never does. */
  fault?: 'reset' | 'hang';
}

export interface TestPlatform {
  url: string;
  /** Requests to services, tokens left out. */
  asked: TestRequest[];
  tokensAsked: string[];
  /** Answers services; set by tests. */
  reply: (request: TestRequest) => TestReply | Promise<TestReply>;
  calls: ServiceCalls;
  platforms: ReturnType<typeof createPlatforms>;
  deployed(changes?: {
    profile?: ProfileName;
    overrides?: ProfileOverrides;
  }): Promise<DeployedPlatform>;
  close(): Promise<void>;
}

/** A platform's token endpoint and services, and the hub's ways to call them, for tests. */
export async function startTestPlatform(
  { database, tenantId }: { database: Database; tenantId: string },
  { timeoutMs = 1_000 }: { timeoutMs?: number } = {},
): Promise<TestPlatform> {
  const tokensAsked: string[] = [];
  const asked: TestRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/token') {
      tokensAsked.push(new URLSearchParams(body).get('scope') ?? '');
      response.end(JSON.stringify({ access_token: `t${tokensAsked.length}`, expires_in: 3600 }));
      return;
    }
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body };
    asked.push(received);
    const { status = 200, headers: answered = {}, body: json, fault } = await own.reply(received);
    if (fault === 'reset') request.socket.destroy();
    if (fault) return;
    response.writeHead(status, answered);
    response.end(typeof json === 'string' ? json : JSON.stringify(json ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound because the server listens on a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outbound = createOutbound({ allow: ['127.0.0.1'] });
  const { privateKey } = await generateKeyPair('RS256');
  const platforms = createPlatforms({ database });
  const userAgent = 'Crosswalk/1';
  const tokenCalls = createTokenCalls();
  const tokens = createAccessTokens({
    ...{ outbound, userAgent, onCall: tokenCalls.add },
    toolKeys: { signer: async () => ({ kid: 'k1', key: privateKey }) },
  });
  const own: TestPlatform = {
    ...{ url, asked, tokensAsked, platforms },
    reply: () => ({}),
    calls: createServiceCalls({ outbound, tokens, tokenCalls, userAgent, timeoutMs }),
    async deployed(changes = {}) {
      const registration = testRegistration({ ...changes, tokenEndpoint: `${url}/token` });
      const id = uuidv7();
      await database.tenant(tenantId, async (db) => {
        await insertRegistration(db, registration);
        await insertDeployment(db, {
          ...{ id, registrationId: registration.id, deploymentId: `D ${id}` },
          ...{ name: null, platform: null },
        });
      });
      const made = await platforms.byDeployment(id);
      if (!made) throw new Error('the deployment was not made');
      return made;
    },
    async close() {
      await outbound.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return own;
}
