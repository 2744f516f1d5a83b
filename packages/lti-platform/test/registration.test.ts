import { expect } from 'chai';
import { configurationOf, createPlatform, mediaType, type Platform, scope } from '../src/index.ts';
import { openSmallTool } from './small-tool.ts';

const good = {
  application_type: 'web',
  response_types: ['id_token'],
  grant_types: ['implicit', 'client_credentials'],
  initiate_login_uri: 'https://tool.example/login',
  redirect_uris: ['https://tool.example/launch'],
  client_name: 'Tool',
  jwks_uri: 'https://tool.example/jwks',
  token_endpoint_auth_method: 'private_key_jwt',
  scope: scope.score,
  [configurationOf.tool]: {
    domain: 'tool.example',
    target_link_uri: 'https://tool.example/launch',
    claims: ['sub'],
    messages: [{ type: 'LtiDeepLinkingRequest', target_link_uri: 'https://tool.example/pick' }],
  },
};

describe('dynamic registration at the platform', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await createPlatform();
  });
  afterEach(() => platform.close());

  const send = (body: unknown, token = platform.invitations.invite()) =>
    fetch(platform.urls.registration, {
      method: 'POST',
      headers: { 'Content-Type': mediaType.json, Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const rules = () => platform.violations.all.map(({ rule }) => rule);

  it('makes a client and a deployment', async () => {
    const response = await send(good);
    const [tool] = platform.tools();
    expect(response.status).to.equal(201);
    expect(await response.json()).to.include({ client_id: tool?.clientId });
    expect(tool).to.include({ deepLinkUri: 'https://tool.example/pick', name: 'Tool' });
    expect(rules()).to.deep.equal([]);
  });

  it('takes a token once', async () => {
    const token = platform.invitations.invite();
    await send(good, token);
    expect((await send(good, token)).status).to.equal(401);
    expect(rules()).to.deep.equal(['registration.token']);
  });

  for (const name of Object.keys(good).filter((one) => one !== configurationOf.tool)) {
    it(`refuses a tool without ${name}`, async () => {
      expect((await send({ ...good, [name]: undefined })).status).to.equal(400);
      expect(rules()).to.deep.equal(['registration.body']);
      expect(platform.tools()).to.deep.equal([]);
    });
  }

  it('refuses a domain that is not the one of the target', async () => {
    const tool = { ...good[configurationOf.tool], domain: 'evil.example' };
    await send({ ...good, [configurationOf.tool]: tool });
    expect(rules()).to.deep.equal(['registration.domain']);
  });
});

describe('notices', () => {
  it('go to the handler that the tool has set on its own host', async () => {
    const platform = await createPlatform();
    const small = await openSmallTool(platform);
    const [deploymentId = ''] = small.tool.deploymentIds;
    const put = async (handler: string) =>
      fetch(platform.urls.noticeHandlers(deploymentId), {
        method: 'PUT',
        headers: {
          'Content-Type': mediaType.json,
          Authorization: `Bearer ${await small.token(scope.noticeHandlers)}`,
        },
        body: JSON.stringify({ notice_type: 'LtiHelloWorldNotice', handler }),
      });
    const notice = { clientId: small.tool.clientId, deploymentId } as const;

    expect((await put('https://evil.example/notices')).status).to.equal(400);
    expect(platform.violations.take()[0]?.rule).to.equal('notice-handler.host');
    const own = new URL('/notices', small.tool.loginUrl).href;
    expect((await put(own)).status).to.equal(200);
    const sent = await platform.notify({ ...notice, type: 'LtiHelloWorldNotice' });
    expect(sent.status).to.equal(200);
    await small.close();
    await platform.close();
  });
});
