import { expect } from 'chai';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { profileOf } from '../profiles/effective-profile.ts';
import { openPicker } from './picker-session.ts';
import { startDeepLinking } from './start-deep-linking.ts';

const claim = 'https://purl.imsglobal.org/spec/lti/claim';
const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim';

describe('the picker of deep linking', function () {
  this.timeout(20_000);
  let hub: TestHub;
  let registrationId: string;
  let deck: string;

  before(async () => {
    hub = await startTestHub();
    const seed = createSeed(hub);
    registrationId = await seed.lti.registration();
    deck = (await seed.published()).deckId;
  });
  after(() => hub.close());

  async function start(
    settings: Record<string, unknown> = {},
    membership: 'instructor' | 'learner' = 'instructor',
  ): Promise<string> {
    const found = await hub.hub.lti.platforms.byId(registrationId);
    if (!found) throw new Error('no registration');
    const { registration } = found;
    const { location } = await hub.hub.database.tenant(hub.tenantId, (db) =>
      startDeepLinking(db, {
        personId: undefined,
        launch: {
          platform: { registration, profile: profileOf('spec', {}) },
          deployment: {
            ...{ tenantId: hub.tenantId, id: registrationId, registrationId, deploymentId: '7' },
            ...{ name: null, isEnabled: true, platform: null },
            ...{ createdAt: new Date(), lastLaunchAt: null },
          },
          roles: {
            membership,
            isAdministrator: false,
            isTestStudent: false,
            known: [],
            unknown: [],
          },
          claims: {
            [`${claim}/launch_presentation`]: { locale: 'ar' },
            [`${dl}/deep_linking_settings`]: {
              deep_link_return_url: 'https://lms.example/return?a=1&b=2',
              accept_types: ['ltiResourceLink'],
              accept_presentation_document_targets: ['iframe'],
              accept_multiple: true,
              data: '"opaque" <ä&b>',
              ...settings,
            },
          },
        },
      }),
    );
    return location;
  }

  const get = (path: string, token?: string) => hub.request('GET', path, { key: token ?? null });
  const tokenOf = ({ text }: TestAnswer) => /data-token="([^"]+)"/.exec(text)?.[1] ?? '';
  const opened = async (settings = {}) => tokenOf(await get(await start(settings)));
  const choice = (changes = {}) => ({
    ...{ deckId: deck, mode: 'test', title: 'Quiz', dueAt: null, scoreMaximum: 20, ...changes },
  });
  const post = (path: string, fields: Record<string, string>) =>
    hub.request('POST', `/lti/deep-link/${path}`, {
      key: null,
      body: String(new URLSearchParams(fields)),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  const respond = (session: string, items: unknown) =>
    post('respond', { session, items: JSON.stringify(items) });

  async function responseIn({ text }: TestAnswer) {
    const jwt = /name="JWT" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const { body } = await get('/lti/jwks');
    const keys = createLocalJWKSet(body as JSONWebKeySet);
    const found = await hub.hub.lti.platforms.byId(registrationId);
    return jwtVerify(jwt, keys, {
      issuer: found?.registration.clientId ?? '',
      audience: found?.registration.issuer ?? '',
      requiredClaims: ['exp', 'iat', 'nonce'],
    });
  }
  type Items = { [key: string]: unknown; custom: { assignment_id: string } }[];

  it('opens once, in the frame of the platform, in the direction of the reader', async () => {
    const location = await start();
    const { status, headers, text } = await get(location);
    expect(status).to.equal(200);
    expect(text).to.include('<html lang="ar" dir="rtl">');
    expect(text).to.include('اختر ما يحصل عليه المتعلّمون');
    expect(headers.get('Content-Security-Policy')).to.match(
      /frame-ancestors .*https:\/\/lms\.example/,
    );
    const again = await get(location);
    expect(again.status).to.equal(400);
    expect(again.headers.get('Content-Security-Policy')).to.include('https://lms.example');
  });

  it('finds published decks by name, for its session only', async () => {
    const token = await opened();
    const { body } = await get('/lti/deep-link/api/decks?q=DECK', token);
    expect(body).to.have.nested.property('data[0].id', deck);
    const none = await get('/lti/deep-link/api/decks?q=nothing%20like%20it', token);
    expect(none.body).to.deep.equal({ data: [], nextCursor: null });
    expect((await get('/lti/deep-link/api/decks', 'x'.repeat(43))).status).to.equal(401);
  });

  it('finds decks by what is on their cards, those that are called so first', async () => {
    const token = await opened();
    const find = async (q: string) => {
      const { body } = await get(`/lti/deep-link/api/decks?q=${encodeURIComponent(q)}`, token);
      return (body as { data: { id: string; matches: number }[] }).data;
    };
    const [found] = await find('"capital of Peru"');
    expect(found).to.include({ id: deck, matches: 1 });
    expect(await find('no card says so')).to.deep.equal([]);
    for (const odd of ['"', "' or 1=1 --", '\0', '%', '(', 'a:*&!']) await find(odd);
  });

  it('names the tags of a deck, and shows and assigns the part that has one', async () => {
    await tagged('peru');
    const token = await opened();
    const { body } = await get(`/lti/deep-link/api/decks/${deck}/tags`, token);
    expect(body).to.deep.equal({ data: [{ tag: 'peru', prompts: 1 }] });
    expect(await previewed(token, '')).to.equal(1);
    expect(await previewed(token, '?tag=peru')).to.equal(1);
    expect(await previewed(token, '?tag=chile&tag=bolivia')).to.equal(0);
    const { payload } = await responseIn(await respond(token, [choice({ tags: ['peru'] })]));
    const [item] = payload[`${dl}/content_items`] as Items;
    const made = await hub.request('GET', `/v1/assignments/${item?.custom.assignment_id}`);
    expect(made.body).to.deep.include({ part: { tags: ['peru'] } });
  });
  const tagged = (tag: string) =>
    hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query('update atom set tags = array[$3] where tenant_id = $1 and deck_id = $2', [
        ...[hub.tenantId, deck, tag],
      ]),
    );
  async function previewed(token: string, query: string): Promise<number> {
    const path = `/lti/deep-link/api/decks/${deck}/preview${query}`;
    const { body } = await hub.request('POST', path, { key: token });
    const link = (body as { url: string }).url.split('/').at(-1);
    const session = await hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    return (session.body as { content: { items: unknown[] } }).content.items.length;
  }

  it('previews a deck in the player', async () => {
    const token = await opened();
    const path = `/lti/deep-link/api/decks/${deck}/preview`;
    const { body } = await hub.request('POST', path, { key: token });
    const page = await get((body as { url: string }).url);
    expect(page.headers.get('Content-Security-Policy')).to.include("frame-ancestors 'self'");
    const strange = `/lti/deep-link/api/decks/${registrationId}/preview`;
    expect((await hub.request('POST', strange, { key: token })).status).to.equal(404);
  });

  it('4.5: answers signed, with what was chosen, and the data as it came', async () => {
    const dueAt = '2100-01-01T00:00:00.000Z';
    const answer = await respond(await opened(), [choice({ dueAt }), choice({ title: 'Two' })]);
    const { payload, protectedHeader } = await responseIn(answer);
    expect(protectedHeader.kid).to.be.a('string');
    expect(payload).to.deep.include({
      [`${claim}/message_type`]: 'LtiDeepLinkingResponse',
      [`${claim}/version`]: '1.3.0',
      [`${claim}/deployment_id`]: '7',
      [`${dl}/data`]: '"opaque" <ä&b>',
      [`${dl}/msg`]: 'أُضيف نشاطان',
    });
    const [first, second] = payload[`${dl}/content_items`] as Items;
    const id = first?.custom.assignment_id ?? '';
    expect(first).to.deep.equal({
      ...{ type: 'ltiResourceLink', title: 'Quiz', custom: { assignment_id: id } },
      url: `${hub.hub.config.publicUrl}/lti/launch`,
      lineItem: { scoreMaximum: 20, label: 'Quiz', resourceId: id, tag: 'test' },
      submission: { endDateTime: dueAt },
    });
    expect(second?.title).to.equal('Two');
    const { body } = await hub.request('GET', `/v1/assignments/${id}`);
    expect(body).to.include({ ...{ deckId: deck, mode: 'test', scoreMaximum: 20, dueAt } });
    expect(body).to.include({ groupId: null, personId: null });
  });

  it('posts to the return URL as it is', async () => {
    const { text, headers } = await respond(await opened(), [choice()]);
    expect(text).to.include('action="https://lms.example/return?a=1&amp;b=2"');
    expect(headers.get('Content-Security-Policy')).to.include('form-action *');
  });

  it('4.5: answers signed when nothing is chosen', async () => {
    const { payload } = await responseIn(await post('cancel', { session: await opened() }));
    expect(payload[`${dl}/content_items`]).to.deep.equal([]);
    expect(payload[`${dl}/data`]).to.equal('"opaque" <ä&b>');
  });

  it('4.4.1: gives one item where one is taken, no line item where none is', async () => {
    const settings = { accept_multiple: false, accept_lineitem: false, data: undefined };
    const answer = await respond(await opened(settings), [choice(), choice()]);
    const { payload } = await responseIn(answer);
    const items = payload[`${dl}/content_items`] as Items;
    expect(items).to.have.lengthOf(1);
    expect(items[0]).to.not.have.property('lineItem');
    expect(payload).to.not.have.property(`${dl}/data`);
  });

  it('4.4.1: where no links to tools are taken it says so, and goes back empty', async () => {
    // Also when somebody insists whose page did not offer any.
    for (const insists of [false, true]) {
      const page = await get(await start({ accept_types: ['file'] }));
      expect(page.text).to.include('لا شيء مما لدينا يناسب هذا الموضع');
      const session = /name="session" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const answer = insists ? respond(session, [choice()]) : post('cancel', { session });
      const { payload } = await responseIn(await answer);
      expect(payload[`${dl}/content_items`]).to.deep.equal([]);
    }
  });

  it('answers once', async () => {
    const session = await opened();
    const answers = await Promise.all([respond(session, [choice()]), respond(session, [choice()])]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400]);
  });

  it('takes no deck of another tenant, and nothing that is no choice', async () => {
    const other = await hub.tenant();
    const theirs = createSeed({
      ...hub,
      request: (method, path, request) => hub.request(method, path, { key: other.key, ...request }),
    });
    const { deckId } = await theirs.published();
    expect((await respond(await opened(), [choice({ deckId })])).status).to.equal(404);
    for (const items of [[], [{ ...choice(), more: 1 }], 'x', [choice({ scoreMaximum: -1 })]]) {
      expect((await respond(await opened(), items)).status).to.equal(404);
    }
  });

  it('makes a link that opens nothing open what is chosen, for its course', async () => {
    const groupId = await createSeed(hub).group();
    const { location } = await hub.hub.database.tenant(hub.tenantId, (db) =>
      openPicker(db, {
        personId: undefined,
        picking: {
          ...{ registrationId, deploymentId: '7', title: 'Week 1', locale: undefined },
          target: { kind: 'link', linkId: registrationId, groupId },
          accepts: { links: true, multiple: false, lineItems: true },
          frameAncestors: [],
        },
      }),
    );
    const answer = await respond(tokenOf(await get(location)), [choice({ title: 'Week 1' })]);
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('Location')).to.match(/^\/play\//);
    const { body } = await hub.request('GET', `/v1/assignments?groupId=${groupId}`);
    expect(body).to.have.nested.property('data[0].title', 'Week 1');
  });

  it('is not for learners, who would see answers', async () => {
    const error = await start({}, 'learner').catch((thrown) => thrown);
    expect(error).to.have.property('code', 'message_unsupported');
  });
});
