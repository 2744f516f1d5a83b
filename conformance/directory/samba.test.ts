import { expect } from 'chai';
import { Attribute, Change, Client } from 'ldapts';
import { findSamba, type SambaServer, startSamba } from '../../tools/services/samba-server.ts';
import { type DirectoryHub, startDirectoryHub } from './directory-hub.ts';

const PASSWORD = 'Geheim-è-1';
const NORMAL = 512;
const DISABLED = 514;

describe('Samba as an Active Directory domain controller', function () {
  this.timeout(120_000);
  let server: SambaServer;
  let admin: Client;
  let hub: DirectoryHub;
  let id: string;

  before(async function () {
    const programs = findSamba();
    if (!programs) return this.skip();
    server = await startSamba(programs);
    admin = new Client({
      url: `ldaps://${server.host}`,
      tlsOptions: { ca: server.authority },
    });
    await admin.bind(`administrator@${server.domain}`, server.adminPassword);
    await fill();
    hub = await startDirectoryHub();
    id = await hub.connect(connection());
  });
  after(async () => {
    await admin?.unbind();
    await hub?.close();
    await server?.close();
  });

  const people = () => `OU=People,${server.baseDn}`;
  const userDn = (name: string) => `CN=${name},${people()}`;
  const groupDn = (name: string) => `CN=${name},${people()}`;

  const replace = (dn: string, type: string, values: string[]) =>
    admin.modify(
      dn,
      new Change({ operation: 'replace', modification: new Attribute({ type, values }) }),
    );

  async function fill(): Promise<void> {
    await admin.add(people(), { objectClass: 'organizationalUnit', ou: 'People' });
    for (const name of ['reader', 'ada', 'bob', 'cy', 'di']) await addPerson(name);
    await replace(userDn('di'), 'userAccountControl', [String(DISABLED)]);
    const group = (name: string, member: string[]) =>
      admin.add(groupDn(name), { objectClass: 'group', sAMAccountName: name, member });
    await group('nurses', [userDn('ada'), userDn('bob')]);
    await group('staff', [groupDn('nurses'), userDn('cy')]);
    await replace(groupDn('nurses'), 'member', [userDn('ada'), userDn('bob'), groupDn('staff')]);
  }

  /** Active Directory enables nobody without a password, which is set in UTF-16. */
  async function addPerson(name: string): Promise<void> {
    await admin.add(userDn(name), {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      sAMAccountName: name,
      userPrincipalName: `${name}@${server.domain}`,
      displayName: `Dr. ${name}`,
      mail: `${name}@example.org`,
      userAccountControl: String(DISABLED),
    });
    const values = [Buffer.from(`"${PASSWORD}"`, 'utf16le')];
    const modification = new Attribute({ type: 'unicodePwd', values });
    await admin.modify(userDn(name), new Change({ operation: 'replace', modification }));
    await replace(userDn(name), 'userAccountControl', [String(NORMAL)]);
  }

  function connection(change: object = {}) {
    return {
      ...{ name: 'Domain', profile: 'active_directory', caCertificates: server.authority },
      url: `ldap://${server.host}`,
      ...{ bindDn: `reader@${server.domain}`, bindPassword: PASSWORD },
      ...{ baseDn: server.baseDn, login: true },
      userFilter: '(&(objectCategory=person)(objectClass=user)(mail=*))',
      groups: {
        baseDn: server.baseDn,
        filter: '(|(cn=nurses)(cn=staff)(cn=Domain Users))',
      },
      guard: { count: 100, percent: 100 },
      ...change,
    };
  }
  const all = ['Dr. ada', 'Dr. bob', 'Dr. cy', 'Dr. reader'];

  it('is reached by StartTLS and by LDAPS, from the root of the domain, without referrals', async () => {
    for (const change of [{}, { url: `ldaps://${server.host}` }]) {
      const { ok, steps, preview } = await hub.test(await hub.connect(connection(change)), 'ada');
      expect(ok, JSON.stringify(steps)).to.equal(true);
      expect(preview[0]).to.include({ displayName: 'Dr. ada', userName: 'ada@example.test' });
    }
  });

  it('says what is wrong with an account, and takes no password in the clear', async () => {
    const cases: [object, RegExp][] = [
      [{ startTls: false }, /only over an encrypted connection/],
      [{ bindPassword: 'wrong' }, /password of the account is wrong \(result 49.*data 52e/],
      [{ bindDn: `di@${server.domain}` }, /The account is disabled/],
      [{ profile: 'openldap' }, /choose the profile active_directory/],
    ];
    for (const [change, detail] of cases) {
      const { ok, steps } = await hub.test(await hub.connect(connection(change)));
      expect(ok).to.equal(false);
      expect(steps.at(-1)?.detail).to.match(detail);
    }
  });

  it('is taken over: who is not disabled, groups in circles, and the primary group', async () => {
    const sync = await hub.sync(id, 'apply');
    expect(sync.error).to.equal(null);
    expect(await hub.people()).to.deep.equal(all);
    expect(await hub.members('nurses')).to.deep.equal(['Dr. ada', 'Dr. bob', 'Dr. cy']);
    expect(await hub.members('staff')).to.deep.equal(['Dr. ada', 'Dr. bob', 'Dr. cy']);
    expect(await hub.members('Domain Users')).to.deep.equal(all);
    expect((await hub.sync(id, 'plan', 'full')).plan?.people.unchanged).to.equal(4);
  });

  it('is followed by its update sequence numbers', async () => {
    await replace(userDn('ada'), 'displayName', ['Ada L.']);
    await replace(userDn('bob'), 'userAccountControl', [String(DISABLED)]);
    await replace(userDn('di'), 'userAccountControl', [String(NORMAL)]);
    const sync = await hub.sync(id, 'apply');
    expect(sync.scope).to.equal('changes');
    expect(sync.plan?.people).to.deep.equal({
      ...{ create: 1, link: 0, update: 1, reactivate: 0, deactivate: 1, unchanged: 0 },
    });
    expect(await hub.people()).to.deep.equal([
      '-Dr. bob',
      'Ada L.',
      'Dr. cy',
      'Dr. di',
      'Dr. reader',
    ]);
    await replace(userDn('bob'), 'userAccountControl', [String(NORMAL)]);
    expect((await hub.sync(id, 'apply')).plan?.people.reactivate).to.equal(1);
    const idle = await hub.sync(id, 'apply');
    expect(idle.scope).to.equal('changes');
    expect(Object.values(idle.plan?.people ?? {}).every((count) => count === 0)).to.equal(true);
  });

  it('keeps people whose name has changed, in their groups too', async () => {
    await admin.modifyDN(userDn('cy'), `CN=Renamed,${people()}`);
    const sync = await hub.sync(id, 'apply');
    expect(sync.scope).to.equal('changes');
    expect(sync.plan?.people).to.include({ create: 0, update: 1, deactivate: 0 });
    expect(sync.plan?.memberships).to.deep.equal({ add: 0, remove: 0 });
    expect(await hub.members('staff')).to.include('Dr. cy');
  });

  it('says who was deleted: at once by its tombstones, or when everybody is read', async () => {
    await admin.del(userDn('di'));
    const changes = await hub.sync(id, 'apply');
    expect(changes.scope).to.equal('changes');
    if (changes.plan?.people.deactivate === 0) await hub.sync(id, 'apply', 'full');
    expect(await hub.people()).to.include('-Dr. di');
    const asAdmin = await hub.connect(
      connection({
        ...{ bindDn: `administrator@${server.domain}`, bindPassword: server.adminPassword },
        ...{ groups: null, userFilter: '(&(objectClass=user)(sAMAccountName=bob))' },
      }),
    );
    expect((await hub.sync(asAdmin, 'apply')).plan?.people.create).to.equal(1);
    await admin.del(userDn('bob'));
    const deleted = await hub.sync(asAdmin, 'plan');
    expect(deleted.scope).to.equal('changes');
    expect(deleted.plan?.people.deactivate).to.equal(1);
  });

  it('says who knows a password, and whose has to be changed', async () => {
    for (const name of ['ada', 'ada@example.test', 'ADA@example.org']) {
      expect(await hub.signIn(id, name, PASSWORD), name).to.deep.equal([303, '/play/home']);
    }
    for (const [name, password] of [
      ['ada', 'wrong'],
      ['ada', ''],
      ['*', PASSWORD],
      ['ada)(objectClass=*', PASSWORD],
      ['administrator', server.adminPassword],
    ] as const) {
      expect((await hub.signIn(id, name, password))[0], name).to.equal(401);
    }
    await replace(userDn('ada'), 'pwdLastSet', ['0']);
    expect((await hub.signIn(id, 'ada', PASSWORD))[0]).to.equal(403);
  });
});
