import { expect } from 'chai';
import { Attribute, Change, Client } from 'ldapts';
import { findSlapd, type SlapdServer, startSlapd } from '../../tools/services/slapd-server.ts';
import { troublesOf } from '../lti/chromium/accessibility.ts';
import { openChromium } from '../scorm/chromium.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { type DirectoryHub, startDirectoryHub } from './directory-hub.ts';

/** More than OpenLDAP answers at once by default, and several pages. */
const PEOPLE = 1_203;
const PASSWORD = 'Geheim-è-1';

describe('OpenLDAP', function () {
  this.timeout(90_000);
  let server: SlapdServer;
  let admin: Client;
  let hub: DirectoryHub;
  let id: string;

  before(async () => {
    server = await startSlapd(findSlapd() ?? 'slapd');
    admin = new Client({
      url: `ldaps://${server.host}:${server.ldapsPort}`,
      tlsOptions: { ca: server.authority },
    });
    await admin.bind(server.adminDn, server.adminPassword);
    await fill();
    hub = await startDirectoryHub();
    id = await hub.connect(connection());
  });
  after(async () => {
    await admin?.unbind();
    await hub?.close();
    await server?.close();
  });

  const personDn = (n: number) => `uid=user${n},ou=people,${server.suffix}`;
  const groupDn = (name: string) => `cn=${name},ou=groups,${server.suffix}`;
  const person = (n: number) => ({
    objectClass: 'inetOrgPerson',
    ...{ uid: `user${n}`, cn: `Person ${n}`, sn: `Müller ${n}`, mail: `user${n}@example.org` },
    ...(n < 10 && { userPassword: PASSWORD }),
  });

  async function fill(): Promise<void> {
    const { suffix } = server;
    await admin.add(suffix, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'x' });
    for (const ou of ['people', 'groups']) {
      await admin.add(`ou=${ou},${suffix}`, { objectClass: 'organizationalUnit', ou });
    }
    for (const dn of [server.readerDn, server.limitedDn]) {
      await admin.add(dn, {
        objectClass: ['organizationalRole', 'simpleSecurityObject'],
        userPassword: PASSWORD,
      });
    }
    for (let n = 0; n < PEOPLE; n++) await admin.add(personDn(n), person(n));
    const group = (name: string, members: string[]) =>
      admin.add(groupDn(name), { objectClass: 'groupOfNames', member: members });
    await group('nurses', [personDn(1), personDn(2).toUpperCase()]);
    await group('doctors', [personDn(3), `cn=Nurses, ou=Groups, ${suffix}`]);
    await group(
      'everybody',
      Array.from({ length: PEOPLE }, (_, n) => personDn(n)),
    );
  }

  function connection(change: object = {}) {
    return {
      ...{ name: 'Clinic', profile: 'openldap', caCertificates: server.authority },
      url: `ldap://${server.host}:${server.port}`,
      ...{ bindDn: server.readerDn, bindPassword: PASSWORD },
      ...{ baseDn: `ou=people,${server.suffix}`, login: true },
      groups: { baseDn: `ou=groups,${server.suffix}`, filter: null },
      guard: { count: 10_000, percent: 100 },
      ...change,
    };
  }
  const replace = (dn: string, type: string, values: string[]) =>
    admin.modify(
      dn,
      new Change({ operation: 'replace', modification: new Attribute({ type, values }) }),
    );

  it('is reached by StartTLS and by LDAPS, and shows people as they would be taken over', async () => {
    const ldaps = { url: `ldaps://${server.host}:${server.ldapsPort}` };
    for (const change of [{}, ldaps]) {
      const { ok, steps, preview } = await hub.test(await hub.connect(connection(change)), 'user7');
      expect(ok, JSON.stringify(steps)).to.equal(true);
      expect(preview).to.have.length(1);
      expect(preview[0]).to.include({ displayName: 'Müller 7', userName: 'user7', active: true });
    }
  });

  it('is not believed without the right certificate, and gets no password in the clear', async () => {
    const cases: [object, RegExp][] = [
      [{ caCertificates: null }, /authority that is not known here/],
      [{ url: `ldap://localhost:${server.port}` }, /certificate for another name/],
      [{ startTls: false }, /only over an encrypted connection/],
    ];
    for (const [change, detail] of cases) {
      const { ok, steps } = await hub.test(await hub.connect(connection(change)));
      expect(ok).to.equal(false);
      expect(steps.at(-1)?.detail).to.match(detail);
    }
  });

  it('is read to its end, or not at all: its default limit of 500 entries aborts a sync', async () => {
    const limited = await hub.connect(connection({ bindDn: server.limitedDn }));
    const sync = await hub.sync(limited, 'apply');
    expect(sync.error?.code).to.equal('truncated');
    expect(sync.error?.detail).to.include('size limit');
    expect(await hub.people()).to.deep.equal([]);
  });

  it('is taken over: everybody, and groups with groups in them', async () => {
    const planned = await hub.sync(id, 'plan');
    expect(planned.plan?.people.create).to.equal(PEOPLE);
    expect(await hub.people()).to.deep.equal([]);
    const applied = await hub.sync(id, 'apply');
    expect(applied.error).to.equal(null);
    expect(applied.plan?.groups.create).to.equal(3);
    expect(await hub.people()).to.have.length(PEOPLE);
    expect(await hub.members('nurses')).to.deep.equal(['Müller 1', 'Müller 2']);
    expect(await hub.members('doctors')).to.deep.equal(['Müller 1', 'Müller 2', 'Müller 3']);
    expect(await hub.members('everybody')).to.have.length(PEOPLE);
  });

  it('is followed by its changes: names, new people, locked accounts, groups', async () => {
    await replace(personDn(1), 'displayName', ['Dr. Ada']);
    await admin.add(personDn(5_000), person(5_000));
    await replace(personDn(4), 'pwdAccountLockedTime', ['000001010000Z']);
    await replace(groupDn('nurses'), 'member', [personDn(1), personDn(5_000)]);
    const sync = await hub.sync(id, 'apply');
    expect(sync.scope).to.equal('changes');
    expect(sync.plan?.people).to.include({ create: 1, update: 1, deactivate: 1 });
    expect(await hub.people()).to.include.members(['Dr. Ada', '-Müller 4', 'Müller 5000']);
    expect(await hub.members('doctors')).to.deep.equal(['Dr. Ada', 'Müller 3', 'Müller 5000']);
    await replace(personDn(4), 'pwdAccountLockedTime', []);
    await hub.sync(id, 'apply');
    expect(await hub.people()).to.include('Müller 4');
  });

  it('is read as a whole to see who is gone, and keeps people whose name has changed', async () => {
    await admin.modifyDN(personDn(6), `uid=renamed,ou=people,${server.suffix}`);
    await admin.del(personDn(8));
    const sync = await hub.sync(id, 'apply', 'full');
    expect(sync.plan?.people).to.include({ create: 0, update: 1, deactivate: 1 });
    expect(await hub.people()).to.include('-Müller 8');
  });

  it('loses nobody where the connection is lost in the middle, and is not asked as nobody', async () => {
    const before = await hub.people();
    const proxy = await startCuttingProxy(server, 100_000);
    const cut = await hub.connect(connection({ url: `ldap://127.0.0.1:${proxy.port}` }));
    const sync = await hub.sync(cut, 'apply');
    expect(sync.error?.code).to.equal('disconnected');
    expect(proxy.connections).to.equal(1);
    expect(await hub.people()).to.deep.equal(before);
    await proxy.close();
  });

  it('is guarded: departures of many are held, all else is applied', async () => {
    const guard = { count: 20, percent: 100 };
    await hub.client.call('PATCH', `/v1/directory/connections/${id}`, {
      ...{ guard, userFilter: '(&(objectClass=inetOrgPerson)(uid=user1*))' },
    });
    const sync = await hub.sync(id, 'apply');
    expect(sync.held?.counted).to.be.greaterThan(20);
    expect((await hub.people()).filter((name) => name.startsWith('-'))).to.have.length(1);
    await hub.client.call('PATCH', `/v1/directory/connections/${id}`, { userFilter: null });
  });

  it('lets somebody in who signs in with a browser, by a page that everybody can use', async () => {
    const browser = await openChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 720 } });
      await page.goto(`${hub.url}/directory/${id}/login`);
      expect(await troublesOf({ page, name: 'directory-login' })).to.deep.equal([]);
      const signIn = async (password: string) => {
        await page.getByLabel('User name or e-mail').fill('user3');
        await page.getByLabel('Password').fill(password);
        await page.getByLabel('Password').press('Enter');
      };
      await signIn('wrong');
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).to.include('password is wrong');
      expect(await page.getByLabel('User name or e-mail').inputValue()).to.equal('user3');
      expect(await troublesOf({ page, name: 'directory-login-wrong' })).to.deep.equal([]);
      await signIn(PASSWORD);
      await page.waitForURL(`${hub.url}/play/home`);
      expect(await page.textContent('body')).to.include('Müller 3');
    } finally {
      await browser.close();
    }
  });

  it('says who knows a password, whatever characters it has', async () => {
    expect(await hub.signIn(id, 'user2', PASSWORD)).to.deep.equal([303, '/play/home']);
    expect(await hub.signIn(id, 'USER2@example.org', PASSWORD)).to.deep.equal([303, '/play/home']);
    for (const [name, password] of [
      ['user2', 'wrong'],
      ['user2', ''],
      ['user*', PASSWORD],
      ['user2)(uid=*', PASSWORD],
      [personDn(2), PASSWORD],
    ] as const) {
      expect((await hub.signIn(id, name, password))[0], name).to.equal(401);
    }
  });
});
