import { expect } from 'chai';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { claim, createPlatform, fixedClock, type Platform, role } from '../src/index.ts';
import { openSmallTool, type SmallTool } from './small-tool.ts';

const START = Date.UTC(2027, 0, 15, 12);

describe('a launch from the platform', () => {
  let platform: Platform;
  let small: SmallTool;
  let courseId: string;
  let request: { clientId: string; courseId: string; userId: string };

  before(async () => {
    platform = await createPlatform({ seed: 7, clock: fixedClock(START) });
    small = await openSmallTool(platform);
    courseId = platform.courses.add({ title: 'Biology' }).id;
    platform.courses.enrol(courseId, { userId: 'ann', roles: [role.learner] });
    request = { clientId: small.tool.clientId, courseId, userId: 'ann' };
  });
  after(async () => {
    await small?.close();
    await platform?.close();
  });
  afterEach(() => platform.violations.take());

  it('sends a signed token that says who opens what', async () => {
    const { fields } = await small.authorize(platform.launch(request), { nonce: 'n-1' });
    const { payload } = await jwtVerify(
      fields.id_token ?? '',
      createRemoteJWKSet(new URL(platform.urls.jwks)),
      { currentDate: new Date(START) },
    );
    expect(payload).to.include({ iss: platform.url, aud: small.tool.clientId, sub: 'ann' });
    expect(payload).to.include({ nonce: 'n-1', [claim.version]: '1.3.0' });
    expect(payload[claim.roles]).to.deep.equal([role.learner]);
    expect(platform.violations.all).to.deep.equal([]);
  });

  const wrong: [rule: string, changes: Record<string, string | null>][] = [
    ['authorize.scope', { scope: 'profile' }],
    ['authorize.response_type', { response_type: 'code' }],
    ['authorize.response_mode', { response_mode: 'query' }],
    ['authorize.prompt', { prompt: null }],
    ['authorize.lti_message_hint', { lti_message_hint: 'another' }],
    ['authorize.lti_message_hint', { lti_message_hint: null }],
    ['authorize.state', { state: null }],
    ['authorize.nonce', { nonce: null }],
  ];
  for (const [rule, changes] of wrong) {
    it(`refuses ${JSON.stringify(changes)} as ${rule}`, async () => {
      const { fields } = await small.authorize(platform.launch(request), changes);
      expect(fields).to.include({ error: 'invalid_request' }).and.not.have.property('id_token');
      expect(platform.violations.all.map(({ rule: id }) => id)).to.deep.equal([rule]);
    });
  }

  it('sends nothing to an address that was not registered', async () => {
    const { status, fields } = await small.authorize(platform.launch(request), {
      redirect_uri: `${small.tool.redirectUris[0]}/`,
    });
    expect([status, fields]).to.deep.equal([400, {}]);
    expect(platform.violations.all[0]?.rule).to.equal('authorize.redirect_uri');
  });

  it('answers a hint once', async () => {
    const launch = platform.launch(request);
    await small.authorize(launch);
    expect((await small.authorize(launch)).fields).to.include({ error: 'login_required' });
  });

  it('notices a nonce that was used before', async () => {
    await small.authorize(platform.launch(request), { nonce: 'again' });
    await small.authorize(platform.launch(request), { nonce: 'again' });
    expect(platform.violations.all.map(({ rule }) => rule)).to.deep.equal([
      'authorize.nonce-reuse',
    ]);
  });

  it('gives the same ids for the same seed', async () => {
    const twin = await createPlatform({ seed: 7, clock: fixedClock(START) });
    const other = await createPlatform({ seed: 8, clock: fixedClock(START) });
    const id = (of: Platform) => of.register({ ...small.tool, deployments: 1 }).clientId;
    expect(id(twin)).to.equal(small.tool.clientId).and.not.equal(id(other));
    await Promise.all([twin.close(), other.close()]);
  });
});
