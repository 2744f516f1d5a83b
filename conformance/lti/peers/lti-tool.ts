import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { generateKeyPair } from 'jose';
import { memoryStore } from './lti-tool-store.ts';
import { type Action, type PeerApp, runPeer } from './peer-app.ts';

/** What of @lti-tool/core is used here. */
interface LtiTool {
  handleLogin(parameters: Record<string, string | undefined>): Promise<string>;
  verifyLaunch(idToken: string, state: string): Promise<object>;
  createSession(payload: object): Promise<Session>;
  getSession(id: string): Promise<Session | undefined>;
  getJWKS(): Promise<object>;
  submitScore(session: Session, score: object): Promise<void>;
  getScores(session: Session): Promise<Result[]>;
  listLineItems(session: Session): Promise<{ id: string }[]>;
  createLineItem(session: Session, item: object): Promise<{ id: string }>;
  getMembers(session: Session): Promise<{ userId: string; roles: string[]; status: string }[]>;
  createDeepLinkingResponse(session: Session, items: object[]): Promise<string>;
  initiateDynamicRegistration(request: object, path: string): Promise<string>;
  completeDynamicRegistration(form: object): Promise<string>;
}

interface Session {
  id: string;
  user: { id: string };
  services?: { ags?: { lineitem?: string } };
}
interface Result {
  userId: string;
  resultScore?: number;
  resultMaximum?: number;
}

const [bundle = ''] = process.argv.slice(2);
const { LTITool }: { LTITool: new (config: object) => LtiTool } = await import(
  pathToFileURL(bundle).href
);

/** @lti-tool/core behind a server as its README writes one. */
async function ltiTool(): Promise<PeerApp> {
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status = 200, headers = {}, body = '' }) => response.writeHead(status, headers).end(body),
      (error) => response.writeHead(401).end(JSON.stringify({ error: String(error.message) })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const storage = memoryStore();
  const urls = {
    login: `${url}/login`,
    launch: `${url}/launch`,
    jwks: `${url}/jwks`,
    register: `${url}/register`,
  };
  const tool = new LTITool({
    stateSecret: new TextEncoder().encode('a secret of thirty-two characters'),
    keyPair: await generateKeyPair('RS256', { extractable: true }),
    storage,
    dynamicRegistration: {
      url,
      name: 'lti-tool',
      redirectUris: [urls.launch],
      loginUri: urls.login,
      launchUri: urls.launch,
      jwksUri: urls.jwks,
    },
  });

  async function answer(request: IncomingMessage): Promise<Reply> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const body =
      request.method === 'POST' ? new URLSearchParams(await text(request)) : searchParams;
    if (pathname === '/jwks') return { body: JSON.stringify(await tool.getJWKS()) };
    if (pathname === '/login') {
      const location = await tool.handleLogin({
        ...Object.fromEntries(body),
        launchUrl: urls.launch,
      });
      return { status: 302, headers: { Location: location } };
    }
    if (pathname === '/register') {
      const form = Object.fromEntries(body);
      const page = await tool.initiateDynamicRegistration(form, '/register');
      return { headers: { 'Content-Type': 'text/html' }, body: page };
    }
    if (pathname === '/register/complete') {
      const sessionToken = body.get('sessionToken') ?? '';
      const done = { sessionToken, services: ['ags', 'nrps', 'deep_linking'] };
      return { body: await tool.completeDynamicRegistration(done) };
    }
    if (request.method !== 'POST') return { status: 405 };
    const claims = await tool.verifyLaunch(body.get('id_token') ?? '', body.get('state') ?? '');
    const { id } = await tool.createSession(claims);
    return { body: JSON.stringify({ launched: id }) };
  }

  return {
    urls,
    register: async ({ issuer, name, deploymentIds, ...platform }) => {
      const id = await storage.addClient({
        iss: issuer,
        clientId: platform.clientId,
        authUrl: platform.authorizationEndpoint,
        tokenUrl: platform.tokenEndpoint,
        jwksUrl: platform.jwksUri,
      });
      for (const deploymentId of deploymentIds) await storage.addDeployment(id, { deploymentId });
    },
    act: async (id, action) => {
      const session = await tool.getSession(id);
      if (!session) throw new Error('no such session');
      return act(tool, session, action);
    },
  };
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

async function act(tool: LtiTool, session: Session, action: Action): Promise<unknown> {
  switch (action.do) {
    case 'score':
      await tool.submitScore(withLineItem(session, await lineItemOf(tool, session)), {
        userId: session.user.id,
        scoreGiven: action.share * 100,
        scoreMaximum: 100,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
        ...(action.comment !== undefined && { comment: action.comment }),
      });
      return null;
    case 'result': {
      const item = await lineItemOf(tool, session);
      const results = await tool.getScores(withLineItem(session, item));
      const own = results.find(({ userId }) => userId === session.user.id);
      return own?.resultScore === undefined ? null : own.resultScore / (own.resultMaximum ?? 1);
    }
    case 'members':
      return (await tool.getMembers(session))
        .filter(({ status }) => status === 'Active')
        .map(({ userId, roles }) => ({ userId, roles }));
    case 'choose': {
      const items = Array.from({ length: action.count }, (_, index) => ({
        type: 'ltiResourceLink',
        title: `Item ${index + 1}`,
        custom: { number: String(index + 1) },
        ...(action.withLineItem && { lineItem: { scoreMaximum: 100, label: 'Item' } }),
      }));
      return tool.createDeepLinkingResponse(session, items);
    }
  }
}

/** The launch's line item, else the first of the course, else a new one. */
async function lineItemOf(tool: LtiTool, session: Session): Promise<string> {
  const own = session.services?.ags?.lineitem;
  if (own) return own;
  const [found] = await tool.listLineItems(session);
  if (found) return found.id;
  const made = { scoreMaximum: 100, label: 'Grade', tag: 'grade' };
  return (await tool.createLineItem(session, made)).id;
}

/** Scores go to the line item of the launch only, so another one has to take its place. */
function withLineItem(session: Session, lineitem: string): Session {
  const services = { ...session.services, ags: { ...session.services?.ags, lineitem } };
  return { ...session, services };
}

await runPeer(await ltiTool());
