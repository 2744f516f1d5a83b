import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { insertRoleGrant } from '../../core/people/role-grant.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { BASE, ldapPerson, READER, READER_PASSWORD } from '../testing/test-directory.ts';
import { startTestLdapServer, type TestLdapServer } from '../testing/test-ldap-server.ts';

const dn = (n: number) => `uid=user${n},ou=people,${BASE}`;

describe('signing in with the password of a directory', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let server: TestLdapServer;
  let id: string;

  before(async () => {
    hub = await startTestHub({
      ...{ OUTBOUND_ALLOW: '127.0.0.0/8', RATE_LIMIT: '100000', RATE_LIMIT_IP: '100000' },
    });
  });
  after(() => hub.close());
  beforeEach(async () => {
    server = await startTestLdapServer();
    server.root = { namingContexts: [BASE] };
    server.entries = [ldapPerson(1), ldapPerson(2), ldapPerson(3, { mail: ['user2@example.org'] })];
    server.passwords = { [READER]: READER_PASSWORD, [dn(1)]: 'right', [dn(2)]: 'right' };
    const body = {
      ...{ name: 'Company', profile: 'openldap', url: server.url, startTls: false, login: true },
      ...{ bindDn: READER, bindPassword: READER_PASSWORD, baseDn: BASE },
    };
    const answer = await hub.request('POST', '/v1/directory/connections', { body });
    id = (answer.body as { id: string }).id;
  });
  afterEach(() => server.close());

  const page = () => `${hub.url}/directory/${id}/login`;
  const post = (
    form: Record<string, string>,
    { origin = hub.url, url = page() }: { origin?: string; url?: string } = {},
  ) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { Origin: origin },
      redirect: 'manual',
    });
  const signIn = (name: string, password: string) => post({ name, password });
  const cookiesOf = (response: Response) =>
    response.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);

  it('opens a page without scripts that nobody may frame', async () => {
    const response = await fetch(page());
    expect(response.status).to.equal(200);
    expect(response.headers.get('Content-Security-Policy')).to.include("frame-ancestors 'none'");
    expect(await response.text()).to.include('With your account at Company');
  });

  it('lets in whoever knows the password, and makes them at first sight', async () => {
    const response = await signIn(' USER1 ', 'right');
    expect(response.status).to.equal(303);
    expect(response.headers.get('Location')).to.equal('/play/home');
    expect(cookiesOf(response)).to.deep.equal(['hub_learner']);
    expect(response.headers.getSetCookie()[0]).to.match(/HttpOnly; SameSite=Strict/);
    expect(server.binds.at(-1)).to.deep.equal({ dn: dn(1), password: 'right' });
    const [cookie = ''] = response.headers.getSetCookie();
    const home = await fetch(`${hub.url}/play/home`, {
      headers: { Cookie: cookie.split(';')[0] ?? '' },
    });
    expect(home.status).to.equal(200);
    expect(await home.text()).to.include('Person 1');
  });

  it('gives those with a role the pages of the hub, too', async () => {
    await signIn('user1', 'right');
    await hub.hub.database.tenant(hub.tenantId, async (db) => {
      const { rows } = await db.query<{ id: string }>(
        `select person_id as id from identity where tenant_id = $1 and issuer = $2`,
        [hub.tenantId, id],
      );
      await insertRoleGrant(db, {
        ...{
          id: uuidv7(),
          personId: rows[0]?.id ?? '',
          role: 'institution_admin',
          institutionId: null,
        },
      });
    });
    const response = await signIn('user1', 'right');
    expect(response.headers.get('Location')).to.equal('/');
    expect(cookiesOf(response)).to.deep.equal(['hub_learner', 'hub_session']);
    const Cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    const start = async () => (await fetch(hub.url, { headers: { Cookie } })).status;
    expect(await start()).to.equal(200);
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query('delete from role_grant where tenant_id = $1', [db.tenantId]),
    );
    await signIn('user1', 'right');
    hub.hub.credentials.forget();
    expect(await start(), 'nor do they keep what they had').to.equal(401);
  });

  for (const [name, typed, password] of [
    ['a wrong password', 'user1', 'wrong'],
    ['nobody', 'user99', 'right'],
    ['an empty password', 'user1', ''],
    ['an empty name', '', 'right'],
    ['everybody', '*', 'right'],
    ['a filter', 'user1)(|(uid=*', 'right'],
    ['a DN', dn(1), 'right'],
    ['a NUL', 'user1\0', 'right'],
    ['an e-mail that two have', 'user2@example.org', 'right'],
    ['a very long password', 'user1', 'x'.repeat(5_000)],
  ] as const) {
    it(`lets nobody in by ${name}, and says no more than for any other`, async () => {
      const response = await signIn(typed, password);
      expect(response.status).to.equal(401);
      expect(cookiesOf(response)).to.deep.equal([]);
      expect(await response.text()).to.include('The name or the password is wrong.');
      const bound = server.binds.filter((bind) => bind.password !== READER_PASSWORD);
      expect(bound.every((bind) => bind.password !== '' && bind.dn.includes(BASE))).to.equal(true);
    });
  }

  it('asks a directory for a name that is nobody as long as for one that is', async () => {
    await signIn('user99', 'x');
    await signIn('user1', 'x');
    const [first, second] = server.binds.filter(({ dn: bound }) => bound !== READER);
    expect(first?.dn).to.match(/^CN=[0-9a-f-]{36},dc=example,dc=org$/);
    expect(second?.dn).to.equal(dn(1));
  });

  it('lets in nobody who is disabled there or deactivated here, and brings nobody back', async () => {
    server.entries[0] = ldapPerson(1, { pwdAccountLockedTime: ['000001010000Z'] });
    expect((await signIn('user1', 'right')).status).to.equal(401);
    server.entries = [ldapPerson(1), ldapPerson(2)];
    expect((await signIn('user2', 'right')).status).to.equal(303);
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(
        `update person set active = false where tenant_id = $1 and id in
           (select person_id from identity where tenant_id = $1 and issuer = $2)`,
        [hub.tenantId, id],
      ),
    );
    const response = await signIn('user2', 'right');
    expect(response.status).to.equal(403);
    expect(cookiesOf(response)).to.deep.equal([]);
    // Under another id of the directory, they are not somebody new.
    server.entries = [{ ...ldapPerson(77), dn: dn(2) }];
    const [renamed] = server.entries;
    if (renamed)
      renamed.attributes = { ...renamed.attributes, uid: ['user2'], mail: ['user2@example.org'] };
    expect((await signIn('user2', 'right')).status).to.equal(403);
  });

  it('stops guessing before the directory locks the account', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++) statuses.push((await signIn('user1', `guess ${n}`)).status);
    expect(statuses).to.deep.equal([...Array(8).fill(401), 429, 429]);
    expect((await signIn('user1', 'right')).status).to.equal(429);
    expect((await signIn('user2', 'wrong')).status).to.equal(401);
  });

  it('counts guesses that come at the same time', async () => {
    const guesses = Array.from({ length: 30 }, (_, n) => signIn('user1', `guess ${n}`));
    await Promise.all(guesses);
    // By another name of the same account.
    expect((await signIn('user1@example.org', 'right')).status).to.equal(429);
    expect(server.binds.filter(({ dn: bound }) => bound === dn(1))).to.have.length(8);
  });

  it('takes forms of its own page only', async () => {
    const form = { name: 'user1', password: 'right' };
    for (const origin of ['https://evil.example', 'null']) {
      expect((await post(form, { origin })).status).to.equal(404);
    }
  });

  it('says that the directory does not answer, not why', async () => {
    await server.close();
    const response = await signIn('user1', 'right');
    expect(response.status).to.equal(503);
    expect(await response.text()).to.not.include('127.0.0.1');
    server = await startTestLdapServer();
  });

  it('is there only where the connection is on and people sign in by it', async () => {
    for (const change of [{ login: false }, { login: true, enabled: false }]) {
      await hub.request('PATCH', `/v1/directory/connections/${id}`, { body: change });
      expect((await fetch(page())).status).to.equal(404);
      expect((await signIn('user1', 'right')).status).to.equal(404);
    }
    for (const unknown of ['x', '01890000-0000-7000-8000-00000000ffff']) {
      expect((await fetch(`${hub.url}/directory/${unknown}/login`)).status).to.equal(404);
    }
  });
});
