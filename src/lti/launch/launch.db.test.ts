import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { claimNames } from '../claims.ts';
import { launchSettings, startTestPlatform, type TestPlatform } from './test-platform.ts';

describe('a launch', () => {
  let hub: TestHub;
  let platform: TestPlatform;
  let deckId: string;

  before(async () => {
    hub = await startTestHub(launchSettings);
    platform = await startTestPlatform(hub);
    deckId = (await createSeed(hub).published()).deckId;
  });
  after(async () => {
    await platform.close();
    await hub.close();
  });

  const opening = (changes = {}) => ({ [claimNames.custom]: { deck_id: deckId }, ...changes });
  const rows = async (sql: string, ...values: unknown[]) =>
    (await hub.hub.database.read(hub.tenantId, (db) => db.query(sql, [hub.tenantId, ...values])))
      .rows;

  it('is asked for with what the platform sent and with state and nonce of its own', async () => {
    const { answer, state, nonce } = await platform.login();
    expect(answer.status).to.equal(302);
    const url = new URL(answer.headers.get('Location') ?? '');
    expect(url.origin + url.pathname).to.equal(`${platform.issuer}/auth`);
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: platform.clientId,
      redirect_uri: 'https://hub.example/lti/launch',
      login_hint: 'user-1',
      lti_message_hint: 'hint & more',
      state,
      nonce,
    });
    expect(state).to.match(/^[\w-]{43}$/);
    expect(nonce)
      .to.match(/^[\w-]{43}$/)
      .and.not.equal(state);
  });

  it('opens the player with a one-time code, as the person and for what the link names', async () => {
    const answer = await platform.launch(opening());
    expect(answer.status, answer.text).to.equal(303);
    const location = answer.headers.get('Location') ?? '';
    expect(location).to.match(/^\/play\/[\w-]{43}$/);
    const page = await hub.request('GET', location, { key: null });
    expect(page.status).to.equal(200);
    expect(page.headers.get('Content-Security-Policy')).to.contain(
      `frame-ancestors ${platform.issuer}`,
    );
    const link = location.slice('/play/'.length);
    const open = () => hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    const session = await open();
    expect(session.status, session.text).to.equal(200);
    expect(session.body).to.include({ mode: 'study', record: 'facts' });
    expect(session.body).to.have.nested.property('learner.name', 'Ada Lovelace');
    expect((await open()).status).to.equal(410);
  });

  it('makes person, course, membership, link and assignment once', async () => {
    await platform.launch(opening());
    await platform.launch(opening());
    const [found] = await rows(
      `select p.display_name, p.email, g.name, m.role, l.title, a.deck_id, a.mode, c.label
       from identity i join person p using (tenant_id)
         join membership m on m.tenant_id = $1 and m.person_id = p.id
         join person_group g on g.tenant_id = $1 and g.id = m.group_id
         join lti_context c on c.tenant_id = $1 and c.group_id = g.id
         join lti_resource_link l on l.tenant_id = $1 and l.context_id = c.id
         join assignment a on a.tenant_id = $1 and a.id = l.assignment_id and a.group_id = g.id
       where i.tenant_id = $1 and i.person_id = p.id and i.issuer = $2 and i.subject = 'user-1'`,
      platform.registrationId,
    );
    expect(found).to.deep.equal({
      display_name: 'Ada Lovelace',
      email: 'ada@school.example',
      name: 'French',
      role: 'learner',
      title: 'Words',
      deck_id: deckId,
      mode: 'study',
      label: 'FR1',
    });
    expect(await rows('select from assignment where tenant_id = $1')).to.have.length(1);
  });
});
