import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { insertIdentity } from '../../core/people/identity.store.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { insertDomain, writeDomainCheck } from '../domains/domain.store.ts';
import {
  codeOf,
  cookiesOf,
  ssoSettings,
  startTestIdp,
  type TestIdp,
} from '../saml/testing/test-idp.ts';

describe('who may come in', () => {
  let hub: TestHub;
  let seed: Seed;
  /** Unique for each test. */
  let domain: string;

  before(async () => {
    hub = await startTestHub(ssoSettings);
    seed = createSeed(hub);
  });
  after(() => hub.close());
  beforeEach(() => {
    domain = `${uuidv7()}.example`;
  });

  const connect = (connection: Record<string, unknown> = {}) => startTestIdp(hub, { connection });
  const verify = (name: string, tenantId = hub.tenantId) =>
    hub.hub.database.tenant(tenantId, async (db) => {
      const made = await insertDomain(db, { id: uuidv7(), domain: name, challenge: 'c' });
      if (made) await writeDomainCheck(db, { id: made.id, isVerified: true });
    });
  const person = async (email: string) =>
    (await seed.call<{ id: string }>('POST', '/v1/people', { displayName: 'By hand', email })).id;
  /** Signs in, and says as whom. */
  async function signedIn(
    idp: TestIdp,
    nameId: string,
    email: string,
  ): Promise<string | undefined> {
    const answer = await idp.signIn({ nameId, attributes: { email } });
    const cookie = cookiesOf(answer);
    if (!cookie) return codeOf(answer);
    const { body } = await hub.request(
      'GET',
      `/v1/sso/sessions?connectionId=${idp.connectionId}&limit=1`,
    );
    return (body as { data: { personId: string }[] }).data[0]?.personId;
  }
  const peopleOf = async (email: string) =>
    ((await hub.request('GET', `/v1/people?q=${email}`)).body as { data: unknown[] }).data.length;

  describe('by the linking rule', () => {
    const rule = (domains: string[]) => ({ linking: 'verified_email', signIn: { domains } });

    it('nobody is recognised by an e-mail whose domain nobody has verified', async () => {
      const email = `ada@${domain}`;
      const known = await person(email);
      const idp = await connect(rule([domain]));
      expect(await signedIn(idp, 'ada', email)).to.not.equal(known);
      expect(await peopleOf(email)).to.equal(2);
    });

    it('nobody is recognised by an e-mail of a domain that is not of the connection', async () => {
      const email = `ada@${domain}`;
      const known = await person(email);
      await verify(domain);
      const idp = await connect(rule(['contractor.example']));
      expect(await signedIn(idp, 'ada', email)).to.not.equal(known);
    });

    it('nobody is recognised by a domain that another tenant has verified', async () => {
      const [email, other] = [`ada@${domain}`, await hub.tenant()];
      const known = await person(email);
      await verify(domain, other.tenantId);
      const idp = await connect(rule([domain]));
      expect(await signedIn(idp, 'ada', email)).to.not.equal(known);
      const again = await verify(domain).catch((error) => error.code);
      expect(again, 'a domain belongs to one tenant').to.equal('23505');
    });

    it('a person is recognised by an e-mail of a verified domain', async () => {
      const email = `Ada@${domain.toUpperCase()}`;
      const known = await person(email.toLowerCase());
      await verify(domain);
      const idp = await connect(rule([domain]));
      expect(await signedIn(idp, 'ada', email)).to.equal(known);
      expect(await signedIn(idp, 'ada', `changed@${domain}`), 'by the subject').to.equal(known);
    });

    it('nobody is recognised without a rule', async () => {
      const email = `ada@${domain}`;
      const known = await person(email);
      await verify(domain);
      const idp = await connect({ signIn: { domains: [domain] } });
      expect(await signedIn(idp, 'ada', email)).to.not.equal(known);
    });
  });

  describe('somebody who was deactivated', () => {
    it('stays so, though the provider vouches for them', async () => {
      const idp = await connect();
      const id = await signedIn(idp, 'gone', `gone@${domain}`);
      await hub.request('PATCH', `/v1/people/${id}`, { body: { active: false } });
      expect(await signedIn(idp, 'gone', `gone@${domain}`)).to.equal('person_inactive');
      const { body } = await hub.request('GET', `/v1/people/${id}`);
      expect(body).to.include({ active: false });
    });

    it('is signed out', async () => {
      const idp = await connect();
      const answer = await idp.signIn({ nameId: 'leaver', attributes: { email: `l@${domain}` } });
      const headers = { Cookie: cookiesOf(answer) };
      const home = async () =>
        (await hub.request('GET', '/play/home', { key: null, headers })).status;
      expect(await home()).to.equal(200);
      const { body } = await hub.request('GET', `/v1/people?q=l@${domain}`);
      const id = (body as { data: { id: string }[] }).data[0]?.id;
      await hub.request('PATCH', `/v1/people/${id}`, { body: { active: false } });
      expect(await home()).to.equal(401);
    });

    for (const linking of ['none', 'verified_email', 'external_id']) {
      it(`does not come back as somebody new, where ${linking} links them`, async () => {
        const email = `left@${domain}`;
        const id = await person(email);
        await hub.request('PATCH', `/v1/people/${id}`, { body: { active: false } });
        await verify(domain);
        const idp = await connect({ linking, signIn: { domains: [domain] } });
        expect(await signedIn(idp, 'left', email)).to.equal('person_inactive');
        expect(await peopleOf(email)).to.equal(1);
      });
    }
  });

  it('is nobody new where the connection takes known people only', async () => {
    const idp = await connect({ signIn: { jit: 'known' } });
    expect(await signedIn(idp, 'stranger', `s@${domain}`)).to.equal('person_unknown');
    const known = await person(`k@${domain}`);
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      insertIdentity(db, {
        ...{ personId: known, source: 'saml', issuer: idp.connectionId, subject: 'known' },
      }),
    );
    expect(await signedIn(idp, 'known', `k@${domain}`)).to.equal(known);
  });

  it('is nobody of another domain where the connection says so', async () => {
    const idp = await connect({ signIn: { domains: [domain], onlyDomains: true } });
    expect(await signedIn(idp, 'own', `own@${domain}`))
      .to.be.a('string')
      .and.match(/-/);
    for (const email of [`other@x${domain}`, `other@${domain}.evil.example`, 'no address']) {
      expect(await signedIn(idp, uuidv7(), email), email).to.equal('domain_refused');
    }
  });

  describe('with a role', () => {
    const claims = { role: 'admin', roles: ['admin'], groups: ['Administrators'], isAdmin: 'true' };
    const rule = (idp: TestIdp, group: string, role: string) =>
      hub.request('POST', `/v1/sso/connections/${idp.connectionId}/rules`, {
        body: { group, role },
      });

    it('is nobody by an attribute that nobody mapped', async () => {
      const idp = await connect();
      await rule(idp, 'Administrators', 'admin');
      const answer = await idp.signIn({ nameId: 'a', attributes: claims });
      expect(answer.status).to.equal(200);
      expect(cookiesOf(answer))
        .to.match(/^hub_learner=/)
        .and.not.contain('hub_session');
    });

    it('is nobody by a mapped group that no rule names', async () => {
      const idp = await connect({ mapping: { groups: 'groups' } });
      await rule(idp, 'Others', 'admin');
      const answer = await idp.signIn({ nameId: 'a', attributes: claims });
      expect(cookiesOf(answer)).to.not.contain('hub_session');
    });

    it('is who is in a group of a rule, until they are not any more', async () => {
      const idp = await connect({ mapping: { groups: 'groups' } });
      await rule(idp, 'administrators', 'admin');
      const answer = await idp.signIn({ nameId: 'boss', attributes: claims });
      expect(answer.text).to.contain('url=/"');
      const headers = { Cookie: cookiesOf(answer) };
      const start = await hub.request('GET', '/', { key: null, headers });
      expect(start.text).to.contain('Your hub');
      const without = await idp.signIn({ nameId: 'boss', attributes: { groups: ['Teachers'] } });
      expect(cookiesOf(without)).to.not.contain('hub_session');
      hub.hub.credentials.forget();
      const again = await hub.request('GET', '/', { key: null, headers });
      expect(again.status, 'nor do they keep what they had').to.equal(401);
    });
  });

  it('is led where they wanted to go, as far as their role goes', async () => {
    const idp = await connect();
    for (const [wanted, home] of [
      ['/play/home', '/play/home'],
      ['/start/decks/x', '/play/home'],
      ['//evil.example', '/play/home'],
    ] as const) {
      const login = await idp.login(`?returnTo=${encodeURIComponent(wanted)}`);
      const answer = await idp.post(idp.signed(login.requestId), login);
      expect(answer.text).to.contain(`url=${home}"`);
    }
  });

  it('stays no longer than the session of the provider', async () => {
    const idp = await connect();
    const answer = await idp.signIn({ sessionUntil: new Date(Date.now() + 120_000) });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('hub_learner='));
    expect(Number(/Max-Age=(\d+)/.exec(cookie ?? '')?.[1])).to.be.within(100, 120);
  });

  it('is out at once when somebody ends the session, or they sign out', async () => {
    const idp = await connect();
    const home = async (Cookie: string) =>
      (await hub.request('GET', '/play/home', { key: null, headers: { Cookie } })).status;
    const [first, second] = [cookiesOf(await idp.signIn()), cookiesOf(await idp.signIn())];
    const list = `/v1/sso/sessions?connectionId=${idp.connectionId}`;
    const { data } = (await hub.request('GET', list)).body as { data: { id: string }[] };
    await hub.request('DELETE', `/v1/sso/sessions/${data[0]?.id}`);
    expect([await home(first), await home(second)]).to.eql([200, 401]);
    const out = await hub.request('POST', '/sso/sign-out', {
      key: null,
      headers: { Cookie: first },
    });
    expect(out.text).to.contain('You are signed out');
    expect(await home(first)).to.equal(401);
  });
});
