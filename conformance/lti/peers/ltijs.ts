import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { freePort } from '../../../tools/services/free-port.ts';
import { LTIJS_KEY } from './ltijs-key.ts';
import { type Action, type PeerApp, runPeer } from './peer-app.ts';

/** What of ltijs is used here; it brings no types. */
interface Provider {
  setup(key: string, database: object, options: object): void;
  onConnect(callback: Callback): void;
  onDeepLinking(callback: Callback): void;
  deploy(options: object): Promise<unknown>;
  registerPlatform(platform: object): Promise<unknown>;
  Grade: {
    submitScore(token: IdToken, lineItem: string, score: object): Promise<unknown>;
    getScores(token: IdToken, lineItem: string, options: object): Promise<{ scores: Result[] }>;
    getLineItems(token: IdToken, options: object): Promise<{ lineItems: { id: string }[] }>;
    createLineItem(token: IdToken, item: object, options: object): Promise<{ id: string }>;
  };
  NamesAndRoles: {
    getMembers(token: IdToken, options: object): Promise<{ members: Membership[] }>;
  };
  DeepLinking: {
    createDeepLinkingForm(token: IdToken, items: object[], options: object): Promise<string>;
  };
}

interface IdToken {
  user: string;
  platformContext: { endpoint?: { lineitem?: string } };
}
interface Result {
  userId: string;
  resultScore?: number;
  resultMaximum: number;
}
interface Membership {
  user_id: string;
  status?: string;
  roles: string[];
}
type Callback = (
  token: IdToken,
  request: unknown,
  response: { json(body: object): unknown },
) => unknown;

const require = createRequire(new URL('../../peers/package.json', import.meta.url));
const { Provider: lti }: { Provider: Provider } = require('ltijs');
const Store = require('ltijs-sequelize');

const [databaseUrl = ''] = process.argv.slice(2);
const sessions = new Map<string, IdToken>();

/** ltijs on PostgreSQL as its README sets it up for LMSs on other sites. */
async function ltijs(): Promise<PeerApp> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const plugin = new Store(pathname.slice(1), username, password, {
    host: hostname,
    port: Number(port),
    dialect: 'postgres',
    logging: false,
  });
  const own = await freePort();
  const url = `http://127.0.0.1:${own}`;
  lti.setup(
    LTIJS_KEY,
    { plugin },
    {
      cookies: { secure: true, sameSite: 'None' },
      dynReg: { url, name: 'ltijs', redirectUris: [`${url}/`], autoActivate: true },
    },
  );
  const answer: Callback = (token, _request, response) => {
    const session = randomUUID();
    sessions.set(session, token);
    return response.json({ launched: session });
  };
  lti.onConnect(answer);
  lti.onDeepLinking(answer);
  await lti.deploy({ port: own, silent: true });
  return {
    urls: {
      login: `${url}/login`,
      launch: `${url}/`,
      jwks: `${url}/keys`,
      register: `${url}/register`,
    },
    register: async (platform) => {
      await lti.registerPlatform({
        url: platform.issuer,
        name: platform.name,
        clientId: platform.clientId,
        authenticationEndpoint: platform.authorizationEndpoint,
        accesstokenEndpoint: platform.tokenEndpoint,
        authConfig: { method: 'JWK_SET', key: platform.jwksUri },
      });
    },
    act: (session, action) => act(tokenOf(session), action),
  };
}

function tokenOf(session: string): IdToken {
  const token = sessions.get(session);
  if (!token) throw new Error('no such session');
  return token;
}

async function act(token: IdToken, action: Action): Promise<unknown> {
  switch (action.do) {
    case 'score':
      await lti.Grade.submitScore(token, await lineItemOf(token), {
        scoreGiven: action.share * 100,
        scoreMaximum: 100,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
        ...(action.comment !== undefined && { comment: action.comment }),
      });
      return null;
    case 'result': {
      const { scores } = await lti.Grade.getScores(token, await lineItemOf(token), {
        userId: token.user,
      });
      const [result] = scores;
      return result?.resultScore === undefined ? null : result.resultScore / result.resultMaximum;
    }
    case 'members': {
      const { members } = await lti.NamesAndRoles.getMembers(token, { pages: false });
      return members
        .filter(({ status = 'Active' }) => status === 'Active')
        .map(({ user_id: userId, roles }) => ({ userId, roles }));
    }
    case 'choose': {
      const items = Array.from({ length: action.count }, (_, index) => ({
        type: 'ltiResourceLink',
        title: `Item ${index + 1}`,
        custom: { number: String(index + 1) },
        ...(action.withLineItem && { lineItem: { scoreMaximum: 100, label: 'Item' } }),
      }));
      return lti.DeepLinking.createDeepLinkingForm(token, items, { message: 'Done' });
    }
  }
}

/** As the documentation of ltijs does it: the launch's line item, else the link's, else a new one. */
async function lineItemOf(token: IdToken): Promise<string> {
  const own = token.platformContext.endpoint?.lineitem;
  if (own) return own;
  const { lineItems } = await lti.Grade.getLineItems(token, { resourceLinkId: true });
  const [found] = lineItems;
  if (found) return found.id;
  const made = { scoreMaximum: 100, label: 'Grade', tag: 'grade' };
  return (await lti.Grade.createLineItem(token, made, { resourceLinkId: true })).id;
}

await runPeer(await ltijs());
