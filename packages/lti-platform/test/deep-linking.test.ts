import { expect } from 'chai';
import { claim, createPlatform, fixedClock, message, type Platform, role } from '../src/index.ts';
import { openSmallTool, type SmallTool } from './small-tool.ts';

const START = Date.UTC(2027, 0, 15, 12);
const SECONDS = START / 1000;

describe('the return of deep linking', () => {
  let platform: Platform;
  let small: SmallTool;
  let courseId: string;
  let made = 0;

  before(async () => {
    platform = await createPlatform({ clock: fixedClock(START) });
    small = await openSmallTool(platform);
    courseId = platform.courses.add({ title: 'Biology' }).id;
    platform.courses.enrol(courseId, { userId: 'tom', roles: [role.instructor] });
  });
  after(async () => {
    await small?.close();
    await platform?.close();
  });
  afterEach(() => platform.violations.take());

  const open = (deepLinking = {}) => {
    const launch = platform.launch({
      ...{ clientId: small.tool.clientId, courseId, userId: 'tom', deepLinking },
      message: message.deepLinking,
    });
    const session = platform.deepLinks.find(launch.sessionId ?? '');
    if (!session) throw new Error('no session');
    return session;
  };

  /** What a good tool answers, with these changes. */
  async function respond(
    session: ReturnType<typeof open>,
    changes: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<number> {
    made += 1;
    const jwt = await small.sign(
      {
        iss: small.tool.clientId,
        aud: platform.issuer,
        iat: SECONDS,
        exp: SECONDS + 300,
        nonce: `n-${made}`,
        [claim.messageType]: message.deepLinkingResponse,
        [claim.version]: '1.3.0',
        [claim.deploymentId]: session.deploymentId,
        [claim.data]: session.data,
        [claim.contentItems]: [item],
        ...changes,
      },
      header,
    );
    const url = platform.urls.deepLinkReturn(session.id);
    return (await fetch(url, { method: 'POST', body: new URLSearchParams({ JWT: jwt }) })).status;
  }

  const item = { type: 'ltiResourceLink', title: 'Cells', custom: { a: 'b' } };
  const rules = () => platform.violations.all.map(({ rule }) => rule);

  it('keeps what was chosen', async () => {
    const session = open();
    expect(await respond(session)).to.equal(200);
    expect(session.response?.items).to.deep.equal([item]);
    expect(rules()).to.deep.equal([]);
  });

  it('takes one response to a session', async () => {
    const session = open();
    await respond(session);
    expect(await respond(session)).to.equal(400);
    expect(rules()).to.deep.equal(['deep-link.session']);
  });

  const wrong: [rule: string, changes: Record<string, unknown>][] = [
    ['deep-link.iss', { iss: 'another' }],
    ['deep-link.aud', { aud: 'https://elsewhere.example' }],
    ['deep-link.iat-exp', { exp: undefined }],
    ['deep-link.nonce', { nonce: undefined }],
    ['deep-link.message_type', { [claim.messageType]: message.deepLinking }],
    ['deep-link.version', { [claim.version]: '1.2' }],
    ['deep-link.deployment_id', { [claim.deploymentId]: 'another' }],
    ['deep-link.data', { [claim.data]: 'changed' }],
    ['deep-link.content_items', { [claim.contentItems]: 'none' }],
    ['deep-link.content_items', { [claim.contentItems]: [{ ...item, lineItem: {} }] }],
    ['deep-link.custom', { [claim.contentItems]: [{ ...item, custom: { a: 1 } }] }],
    ['deep-link.error-claims', { 'https://purl.imsglobal.org/spec/lti-dl/claim/errormsg ': 'x' }],
  ];
  for (const [index, [rule, changes]] of wrong.entries()) {
    it(`refuses what breaks ${rule} (${index + 1})`, async () => {
      const session = open();
      expect(await respond(session, changes)).to.equal(400);
      expect(rules()).to.include(rule);
      expect(session.response).to.equal(undefined);
    });
  }

  it('refuses more, other and graded items than it has asked for', async () => {
    await respond(open({ accept_multiple: false }), { [claim.contentItems]: [item, item] });
    await respond(open({ accept_types: ['file'] }));
    const graded = [{ ...item, lineItem: { scoreMaximum: 1 } }];
    await respond(open({ accept_lineitem: false }), { [claim.contentItems]: graded });
    expect(rules()).to.deep.equal([
      'deep-link.accept_multiple',
      'deep-link.accept_types',
      'deep-link.accept_lineitem',
    ]);
  });

  it('refuses a signature without kid', async () => {
    expect(await respond(open(), {}, { kid: undefined })).to.equal(400);
    expect(rules()).to.include('deep-link.kid');
  });
});
