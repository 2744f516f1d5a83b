import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { authorityCertificate } from '../testing/test-certificates.ts';
import { BASE, ldapGroup, ldapPerson, READER, READER_PASSWORD } from '../testing/test-directory.ts';
import { startTestLdapServer, type TestLdapServer } from '../testing/test-ldap-server.ts';

interface Connection {
  id: string;
  version: number;
  nextSyncAt: string | null;
}
interface Test {
  ok: boolean;
  steps: { step: string; ok: boolean; detail: string }[];
  preview: { userName: string; displayName: string; email: string | null }[];
}
interface Sync {
  id: string;
  status: string;
  plan: { people: Record<string, number> } | null;
}

describe('directories over the API', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let server: TestLdapServer;

  before(async () => {
    hub = await startTestHub({ OUTBOUND_ALLOW: '127.0.0.0/8', RATE_LIMIT: '100000' });
  });
  after(() => hub.close());
  beforeEach(async () => {
    server = await startTestLdapServer();
    server.passwords = { [READER]: READER_PASSWORD };
    server.root = { namingContexts: [BASE], vendorName: ['Tests'] };
    server.entries = [ldapPerson(1), ldapPerson(2)];
  });
  afterEach(() => server.close());

  const given = () => ({
    ...{ name: 'Company', profile: 'openldap', url: server.url, startTls: false },
    ...{ bindDn: READER, bindPassword: READER_PASSWORD, baseDn: BASE },
  });
  const create = async (change: object = {}) => {
    const body = { ...given(), ...change };
    const answer = await hub.request('POST', '/v1/directory/connections', { body });
    expect(answer.status, answer.text).to.equal(201);
    return answer.body as Connection;
  };
  const at = ({ id }: Connection, path = '') => `/v1/directory/connections/${id}${path}`;
  const test = async (connection: Connection, body: object = {}) => {
    const answer = await hub.request('POST', at(connection, '/test'), { body });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as Test;
  };

  it('keep the password encrypted and show it nowhere', async () => {
    const connection = await create();
    for (const path of [at(connection), '/v1/directory/connections', '/v1/audit-log']) {
      const { text } = await hub.request('GET', path);
      expect(text).to.not.include(READER_PASSWORD);
    }
    const stored = await hub.hub.database.read(hub.tenantId, async (db) => {
      const secrets = await db.query('select * from tenant_secret where tenant_id = $1', [
        hub.tenantId,
      ]);
      const rows = await db.query('select * from connection where tenant_id = $1', [hub.tenantId]);
      return JSON.stringify([secrets.rows, rows.rows]);
    });
    expect(stored).to.include(`directory-bind:${connection.id}`);
    expect(stored).to.not.include(READER_PASSWORD);
  });

  it('send it nowhere else: another address, CA or no encryption needs it again', async () => {
    const connection = await create({ startTls: true });
    for (const change of [
      { url: 'ldap://127.0.0.1:1' },
      { startTls: false },
      { caCertificates: authorityCertificate },
    ]) {
      const { status, text } = await hub.request('PATCH', at(connection), { body: change });
      expect(status, text).to.equal(422);
      expect(text).to.include('password_required');
      const body = { ...change, bindPassword: 'new' };
      expect((await hub.request('PATCH', at(connection), { body })).status).to.equal(200);
      const back = { ...given(), startTls: true, caCertificates: null };
      expect((await hub.request('PATCH', at(connection), { body: back })).status).to.equal(200);
    }
  });

  for (const [name, change, pointer] of [
    ['an address that is none', { url: 'https://x' }, '/url'],
    ['a filter that is none', { userFilter: '(uid=' }, '/userFilter'],
    ['a filter without brackets', { userFilter: 'uid=x' }, '/userFilter'],
    [
      'a filter of groups that is none',
      { groups: { baseDn: BASE, filter: '(&)(' } },
      '/groups/filter',
    ],
    ['certificates that are none', { caCertificates: 'abc' }, '/caCertificates'],
    [
      'a password as a field of people',
      { mapping: { displayName: 'userPassword' } },
      '/mapping/displayName',
    ],
    ['a password as a name to sign in', { loginAttributes: ['unicodePwd'] }, '/loginAttributes/0'],
    ['an empty password', { bindPassword: '' }, '/bindPassword'],
  ] as const) {
    it(`refuse ${name}`, async () => {
      const body = { ...given(), ...change };
      const { status, text } = await hub.request('POST', '/v1/directory/connections', { body });
      expect(status, text).to.equal(422);
      expect(text).to.include(`"pointer":"${pointer}"`);
    });
  }

  it('are tested step by step, with people as they would be taken over', async () => {
    server.entries.push(ldapGroup(1, []));
    const groups = { baseDn: BASE, filter: null };
    const connection = await create({ groups, mapping: { email: null } });
    const { ok, steps, preview } = await test(connection);
    expect(steps.map(({ step }) => step)).to.deep.equal([
      ...['connect', 'bind', 'server', 'people', 'groups'],
    ]);
    expect(ok, JSON.stringify(steps)).to.equal(true);
    expect(preview).to.have.length(2);
    const one = await test(connection, { user: 'user2' });
    expect(one.preview).to.have.length(1);
    expect(one.preview[0]).to.include({ userName: 'user2', displayName: 'Person 2', email: null });
  });

  for (const [name, change, step, detail] of [
    ['a closed port', { url: 'ldap://127.0.0.1:1' }, 'connect', /cannot be reached/],
    ['a private address', { url: 'ldaps://10.0.0.1' }, 'connect', /OUTBOUND_ALLOW/],
    [
      'a wrong password',
      { bindPassword: 'wrong' },
      'bind',
      /DN or the password of the account is wrong/,
    ],
    ['the other profile', { profile: 'active_directory' }, 'server', /choose the profile openldap/],
    ['an empty base', { baseDn: 'ou=nobody,dc=example' }, 'people', /Nobody is found below/],
    ['a server without TLS', { startTls: true }, 'connect', /refused StartTLS/],
  ] as const) {
    it(`say what is wrong with ${name}`, async () => {
      const { ok, steps } = await test(await create(change));
      expect(ok).to.equal(false);
      expect(steps.at(-1)).to.include({ step, ok: false });
      expect(steps.at(-1)?.detail).to.match(detail);
    });
  }

  it('are synced as a job: planned, applied, and by themselves from then on', async () => {
    const connection = await create();
    const ended = async (body: object) => {
      const answer = await hub.request('POST', at(connection, '/syncs'), { body });
      expect(answer.status, answer.text).to.equal(202);
      const { id } = answer.body as Sync;
      return until('the end of a sync', async () => {
        const sync = (await hub.request('GET', at(connection, `/syncs/${id}`))).body as Sync;
        return ['succeeded', 'failed'].includes(sync.status) && sync;
      });
    };
    const read = async () => (await hub.request('GET', at(connection))).body as Connection;
    const planned = await ended({ mode: 'plan' });
    expect(planned.plan?.people).to.include({ create: 2 });
    const path = at(connection, `/syncs/${planned.id}/changes?limit=1`);
    const first = (await hub.request('GET', path)).body as { data: object[]; nextCursor: string };
    expect(first.data[0]).to.include({ action: 'create', name: 'Person 1' });
    const second = await hub.request('GET', `${path}&cursor=${first.nextCursor}`);
    expect(second.body).to.deep.include({ nextCursor: null });
    expect((await read()).nextSyncAt).to.equal(null);
    expect((await ended({ mode: 'apply' })).plan?.people).to.include({ create: 2 });
    expect((await read()).nextSyncAt).to.not.equal(null);
    const change = async (syncMinutes: number | null) =>
      (await hub.request('PATCH', at(connection), { body: { syncMinutes } })).body as Connection;
    expect((await change(null)).nextSyncAt).to.equal(null);
    expect((await change(5)).nextSyncAt).to.not.equal(null);
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query('update directory_state set due_at = now() where tenant_id = $1', [hub.tenantId]),
    );
    const schedule = hub.hub.directory.schedules[0];
    if (schedule && 'run' in schedule) await schedule.run(new AbortController().signal);
    const list = (await hub.request('GET', at(connection, '/syncs'))).body as {
      data: { requestedBy: string }[];
    };
    expect(list.data[0]?.requestedBy).to.equal('schedule');
  });

  it('are synced one at a time, and not applied while they are paused', async () => {
    const connection = await create();
    const ask = (mode: string) => hub.request('POST', at(connection, '/syncs'), { body: { mode } });
    await hub.request('PATCH', at(connection), { body: { enabled: false } });
    expect((await ask('apply')).text).to.include('connection_paused');
    server.faults.silent = true;
    expect((await ask('plan')).status).to.equal(202);
    expect((await ask('plan')).text).to.include('sync_running');
  });

  it('are forgotten with what is known of them; people and groups stay', async () => {
    const connection = await create();
    expect((await hub.request('DELETE', at(connection))).status).to.equal(204);
    expect((await hub.request('GET', at(connection))).status).to.equal(404);
    const { rows } = await hub.hub.database.read(hub.tenantId, (db) =>
      db.query('select 1 from tenant_secret where tenant_id = $1 and name = $2', [
        ...[hub.tenantId, `directory-bind:${connection.id}`],
      ]),
    );
    expect(rows).to.deep.equal([]);
  });
});
