import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startTestHub, type TestAnswer, type TestHub } from '../api/test-hub.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';

const VERSION = { 'X-Experience-API-Version': '2.0.0' };
const statement = (id = uuidv7()) => ({
  id,
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'http://example.com/activities/1' },
});
const agent = encodeURIComponent('{"mbox":"mailto:ada@example.com"}');
const activityId = encodeURIComponent('http://example.com/activities/1');
const state = `/xapi/activities/state?activityId=${activityId}&agent=${agent}`;

interface Made {
  id: string;
  key: string;
  secret: string;
}

describe('the LRS of a hub', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub({ RATE_LIMIT_LRS: '50', OUTBOUND_ALLOW: '127.0.0.1' });
  });
  after(() => hub.close());

  const make = async (options: object = {}, key = hub.key): Promise<Made> => {
    const { body, status, text } = await hub.request('POST', '/v1/lrs-credentials', {
      key,
      body: { name: 'Test', scopes: ['all'], ...options },
    });
    expect(status, text).to.equal(201);
    // Sound because the API's own tests hold this shape.
    return body as Made;
  };
  const basic = ({ key, secret }: Pick<Made, 'key' | 'secret'>) => ({
    Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
  });
  const xapi = (
    method: string,
    path: string,
    authorization: Record<string, string>,
    body?: unknown,
  ): Promise<TestAnswer> =>
    hub.request(method, path, { key: null, body, headers: { ...VERSION, ...authorization } });
  const idsOf = ({ body }: TestAnswer) =>
    (body as { statements: { id: string }[] }).statements.map(({ id }) => id);

  const resources: [method: string, path: string][] = [
    ['GET', '/xapi/statements'],
    ['POST', '/xapi/statements'],
    ['PUT', `/xapi/statements?statementId=${uuidv7()}`],
    ['GET', state],
    ['PUT', `${state}&stateId=s`],
    ['POST', `${state}&stateId=s`],
    ['DELETE', state],
    ['GET', `/xapi/activities/profile?activityId=${activityId}`],
    ['PUT', `/xapi/activities/profile?activityId=${activityId}&profileId=p`],
    ['GET', `/xapi/agents/profile?agent=${agent}`],
    ['DELETE', `/xapi/agents/profile?agent=${agent}&profileId=p`],
    ['GET', `/xapi/agents?agent=${agent}`],
    ['GET', `/xapi/activities?activityId=${activityId}`],
  ];
  for (const [method, path] of resources) {
    it(`answers 401 to a stranger's ${method} ${path.split('?')[0]}`, async () => {
      const body = method === 'GET' || method === 'DELETE' ? undefined : statement();
      const answer = await xapi(method, path, {}, body);
      expect(answer.status, answer.text).to.equal(401);
      expect(answer.headers.get('WWW-Authenticate')).to.match(/^Basic /);
    });
  }

  it('never asks a browser for Basic, which would open a password box', async () => {
    for (const [name, value] of [
      ['Origin', 'https://lms.example'],
      ['Sec-Fetch-Site', 'same-origin'],
    ] as const) {
      const answer = await xapi('GET', '/xapi/statements', { [name]: value });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('WWW-Authenticate')).to.match(/^Bearer /);
    }
  });

  it('tells what it is without a credential', async () => {
    const { status, body } = await hub.request('GET', '/xapi/about', { key: null });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ version: ['1.0.3', '2.0.0'] });
  });

  it('takes no API key of the hub, nor a wrong or malformed credential', async () => {
    const made = await make();
    const wrong = [
      { Authorization: `Bearer ${hub.key}` },
      basic({ ...made, secret: 'guessed' }),
      basic({ key: made.id, secret: made.secret }),
      { Authorization: 'Basic !!!' },
      { Authorization: 'Basic ' },
      { Authorization: `Basic ${Buffer.from('no colon').toString('base64')}` },
      { Authorization: `Basic ${Buffer.from(`${'x'.repeat(9_000)}:y`).toString('base64')}` },
    ];
    for (const header of wrong) {
      expect((await xapi('GET', '/xapi/statements', header)).status).to.equal(401);
    }
  });

  it('keeps tenants apart: statements, documents, activities and names', async () => {
    const other = await hub.tenant();
    const [own, foreign] = [basic(await make()), basic(await make({}, other.key))];
    const sent = statement();
    expect((await xapi('POST', '/xapi/statements', own, sent)).status).to.equal(200);
    await xapi('PUT', `${state}&stateId=kept`, own, { page: 3 });
    expect(idsOf(await xapi('GET', '/xapi/statements', own))).to.include(sent.id);
    expect(idsOf(await xapi('GET', '/xapi/statements', foreign))).to.deep.equal([]);
    const byId = await xapi('GET', `/xapi/statements?statementId=${sent.id}`, foreign);
    expect(byId.status).to.equal(404);
    expect((await xapi('GET', `${state}&stateId=kept`, foreign)).status).to.equal(404);
    expect((await xapi('POST', '/xapi/statements', foreign, sent)).status).to.equal(200);
  });

  it('gives a credential what its scopes say, and 403 for the rest', async () => {
    const writer = basic(await make({ scopes: ['statements/write'] }));
    expect((await xapi('POST', '/xapi/statements', writer, statement())).status).to.equal(200);
    expect((await xapi('GET', '/xapi/statements', writer)).status).to.equal(403);
    expect((await xapi('PUT', `${state}&stateId=s`, writer, {})).status).to.equal(403);
  });

  it('shows statements/read/mine only what the same authority sent', async () => {
    const mine = basic(await make({ scopes: ['statements/write', 'statements/read/mine'] }));
    const sent = statement();
    await xapi('POST', '/xapi/statements', basic(await make()), statement());
    await xapi('POST', '/xapi/statements', mine, sent);
    expect(idsOf(await xapi('GET', '/xapi/statements', mine))).to.deep.equal([sent.id]);
  });

  it('refuses a revoked and an expired credential', async () => {
    const made = await make();
    expect((await xapi('GET', '/xapi/statements', basic(made))).status).to.equal(200);
    await hub.request('DELETE', `/v1/lrs-credentials/${made.id}`);
    expect((await xapi('GET', '/xapi/statements', basic(made))).status).to.equal(401);
    const expired = await make({ expiresAt: '2020-01-01T00:00:00Z' });
    expect((await xapi('GET', '/xapi/statements', basic(expired))).status).to.equal(401);
  });

  it('takes the old and the new secret after a rotation, the old one for a while only', async () => {
    const made = await make();
    const rotate = async (overlapHours: number) => {
      const { body } = await hub.request('POST', `/v1/lrs-credentials/${made.id}/secrets`, {
        body: { overlapHours },
      });
      return body as Made;
    };
    const second = await rotate(1);
    for (const live of [made, second]) {
      expect((await xapi('GET', '/xapi/statements', basic(live))).status).to.equal(200);
    }
    const third = await rotate(0);
    expect((await xapi('GET', '/xapi/statements', basic(third))).status).to.equal(200);
    for (const dead of [made, second]) {
      expect((await xapi('GET', '/xapi/statements', basic(dead))).status).to.equal(401);
    }
  });

  it('vouches with the authority of the credential, which has to be an agent', async () => {
    const authority = { objectType: 'Agent', mbox: 'mailto:moodle@example.com' };
    const own = basic(await make({ authority }));
    const sent = statement();
    await xapi('POST', '/xapi/statements', own, sent);
    const { body } = await xapi('GET', `/xapi/statements?statementId=${sent.id}`, own);
    expect(body).to.deep.include({ authority });
    const bad = await hub.request('POST', '/v1/lrs-credentials', {
      body: { name: 'Bad', scopes: ['all'], authority: { mbox: 'no mail address' } },
    });
    expect(bad.status, bad.text).to.equal(422);
    expect(bad.text).to.include('/authority/mbox');
  });

  it('answers 429 with Retry-After to a flood, and serves other tenants meanwhile', async () => {
    const flood = basic(await make());
    const other = basic(await make({}, (await hub.tenant()).key));
    const answers: TestAnswer[] = [];
    for (let i = 0; i < 55; i += 1)
      answers.push(await xapi('GET', '/xapi/statements?limit=1', flood));
    expect(answers.slice(0, 50).every(({ status }) => status === 200)).to.equal(true);
    const refused = answers.slice(50).filter(({ status }) => status === 429);
    expect(refused).to.have.length(5);
    expect(Number(refused[0]?.headers.get('Retry-After'))).to.be.within(1, 60);
    expect((await xapi('GET', '/xapi/statements', other)).status).to.equal(200);
  });

  describe('with bearer tokens of an issuer', () => {
    let keys: Awaited<ReturnType<typeof generateKeyPair>>;
    let server: Server;
    let issuer: { issuer: string; audience: string };

    before(async () => {
      keys = await generateKeyPair('RS256');
      const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256' };
      server = createServer((_, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ keys: [jwk] }));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      issuer = { issuer: `https://sso.example/${uuidv7()}`, audience: 'lrs' };
      const { status, text } = await hub.request('POST', '/v1/lrs-issuers', {
        body: {
          ...issuer,
          name: 'SSO',
          jwksUri: `http://127.0.0.1:${port}/certs`,
          scopes: ['statements/write', 'statements/read'],
        },
      });
      expect(status, text).to.equal(201);
    });
    after(() => server.close());

    const token = (claims: Record<string, unknown> = {}, key = keys.privateKey) =>
      new SignJWT({ scope: 'statements/write statements/read state', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(issuer.issuer)
        .setAudience('aud' in claims ? String(claims.aud) : issuer.audience)
        .setSubject('ada')
        .setExpirationTime('exp' in claims ? Number(claims.exp) : '5m')
        .sign(key);
    const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });

    it('lets them do what both their scope and the issuer allow', async () => {
      const header = bearer(await token());
      const sent = statement();
      expect((await xapi('POST', '/xapi/statements', header, sent)).status).to.equal(200);
      const { body } = await xapi('GET', `/xapi/statements?statementId=${sent.id}`, header);
      expect(body).to.deep.include({
        authority: { objectType: 'Agent', account: { homePage: issuer.issuer, name: 'ada' } },
      });
      expect((await xapi('PUT', `${state}&stateId=s`, header, {})).status).to.equal(403);
      const none = bearer(await token({ scope: 'openid profile' }));
      expect((await xapi('GET', '/xapi/statements', none)).status).to.equal(403);
    });

    it('refuses expired, foreign, unsigned and forged ones', async () => {
      const forger = await generateKeyPair('RS256');
      const good = await token();
      const [, payload] = good.split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const refused = [
        await token({ exp: Math.floor(Date.now() / 1000) - 120 }),
        await token({ aud: 'another-service' }),
        await token({}, forger.privateKey),
        `${none}.${payload}.`,
        'not.a.token',
        'x'.repeat(9_000),
      ];
      for (const text of refused) {
        expect((await xapi('GET', '/xapi/statements', bearer(text))).status).to.equal(401);
      }
    });

    it('forgets an issuer that is trusted no longer', async () => {
      const header = bearer(await token());
      expect((await xapi('GET', '/xapi/statements', header)).status).to.equal(200);
      const { body } = await hub.request('GET', '/v1/lrs-issuers');
      for (const { id } of (body as { data: { id: string }[] }).data) {
        await hub.request('DELETE', `/v1/lrs-issuers/${id}`);
      }
      expect((await xapi('GET', '/xapi/statements', header)).status).to.equal(401);
    });
  });
});
