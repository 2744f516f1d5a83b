import { expect } from 'chai';
import { insertIdentity } from '../../core/people/identity.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createFixture, type Fixture } from '../../platform/jobs/testing/test-jobs.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { seedCourse, type TestCourse } from '../grades/test-course.ts';
import { startTestPlatform, type TestPlatform, type TestReply } from '../services/test-platform.ts';
import { queueRosterSync, rosterHandler } from './sync-roster.ts';

const INSTRUCTOR = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor';

describe('rosters of courses', () => {
  let database: Database;
  let tenantId: string;
  let platform: TestPlatform;
  let fixture: Fixture;
  let course: TestCourse;
  let registrationId: string;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    platform = await startTestPlatform({ database, tenantId });
    fixture = createFixture(database, tenantId, undefined);
    const deployed = await platform.deployed();
    registrationId = deployed.platform.registration.id;
    const { url } = platform;
    course = await seedCourse(database, { deployed, url, lineItem: null, users: [] });
    const { calls, platforms } = platform;
    fixture.start([rosterHandler({ database: fixture.database, platforms, calls })]);
  });
  afterEach(async () => {
    await fixture.close();
    await platform.close();
  });

  const member = (id: string, more: object = {}) => ({ user_id: id, roles: ['Learner'], ...more });
  const page = (members: object[], links: Record<string, string> = {}): TestReply => ({
    headers: {
      'Content-Type': 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
      Link: Object.entries(links)
        .map(([rel, path]) => `<${platform.url}${path}>; rel="${rel}"`)
        .join(', '),
    },
    body: { id: 'x', context: { id: 'c' }, members },
  });
  async function sync() {
    const id = await fixture.database.tenant(tenantId, (db) =>
      queueRosterSync(db, course.contextId),
    );
    await fixture.reaches(id, 'succeeded');
    const { rows } = await database.read(tenantId, (db) =>
      db.query<{ error: string | null; failures: number; differences: string | null; at: Date }>(
        `select sync_error as error, sync_failures as failures, differences_url as differences,
           synced_at as at from lti_context where tenant_id = $1`,
        [tenantId],
      ),
    );
    return rows[0];
  }
  const read = async <R extends object>(sql: string) =>
    (await database.read(tenantId, (db) => db.query<R>(sql, [tenantId]))).rows;
  const enrolled = async () => {
    const rows = await read<{ name: string; role: string }>(
      `select p.display_name as name, m.role from membership m
         join person p on p.tenant_id = $1 and p.id = m.person_id
       where m.tenant_id = $1 order by p.display_name`,
    );
    return rows.map(({ name, role }) => `${name}: ${role}`);
  };

  it('people, roles and what is said of them are taken over', async () => {
    platform.reply = () =>
      page([
        member('u1', { name: 'Ada Lovelace', email: 'ada@example.org', given_name: 'Ada' }),
        member('u2', { given_name: 'Bob', family_name: 'B', roles: [INSTRUCTOR, 'Learner'] }),
        member('u3', { status: 'Active', roles: [] }),
        { roles: ['Learner'] },
      ]);
    expect((await sync())?.error).to.equal(null);
    expect(await enrolled()).to.deep.equal([
      ...['Ada Lovelace: learner', 'Bob B: instructor', 'Learner 011e: learner'],
    ]);
    const { path, headers } = platform.asked[0] ?? expect.fail();
    expect(path).to.equal('/members?limit=100');
    expect(headers.accept).to.equal('application/vnd.ims.lti-nrps.v2.membershipcontainer+json');
    expect(platform.tokensAsked).to.deep.equal([
      'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    ]);
    const events = await read(
      `select from outbox_event where tenant_id = $1 and type = 'person.provisioned'`,
    );
    expect(events).to.have.lengthOf(3);
  });

  it('the same roster again changes nothing', async () => {
    platform.reply = () => page([member('u1', { name: 'Ada' })]);
    await sync();
    const before = await read('select * from person where tenant_id = $1 order by id');
    await sync();
    expect(await read('select * from person where tenant_id = $1 order by id')).to.deep.equal(
      before,
    );
  });

  it('who is gone, inactive or deleted loses the enrolment, and nothing else', async () => {
    platform.reply = () => page(['u1', 'u2', 'u3', 'u4'].map((id) => member(id, { name: id })));
    await sync();
    platform.reply = () =>
      page([
        member('u1', { name: 'u1' }),
        member('u2', { status: 'Inactive' }),
        member('u3', { status: 'Deleted' }),
      ]);
    await sync();
    expect(await enrolled()).to.deep.equal(['u1: learner']);
    expect(await read('select from person where tenant_id = $1 and active')).to.have.lengthOf(5);
    const members = await read<{ id: string; status: string }>(
      'select user_id as id, status from lti_member where tenant_id = $1 order by 1',
    );
    expect(members.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
      ...['u1 active', 'u2 inactive', 'u3 deleted', 'u4 deleted'],
    ]);
  });

  it('NRPS 2.4.3: the next sync asks for differences only', async () => {
    platform.reply = () =>
      page([member('u1', { name: 'u1' }), member('u2', { name: 'u2' })], {
        differences: '/members?since=1',
      });
    await sync();
    platform.reply = () =>
      page([member('u2', { status: 'Deleted' }), member('u3', { name: 'u3' })], {
        differences: '/members?since=2',
      });
    const { differences } = (await sync()) ?? {};
    expect(await enrolled()).to.deep.equal(['u1: learner', 'u3: learner']);
    expect(platform.asked.at(-1)?.path).to.equal('/members?since=1');
    expect(differences).to.equal(`${platform.url}/members?since=2`);
  });

  it('differences that the platform has forgotten are followed by a whole roster', async () => {
    platform.reply = () =>
      page([member('u1', { name: 'u1' })], { differences: '/members?since=1' });
    await sync();
    platform.reply = () => ({ status: 410 });
    expect(await sync()).to.include({ failures: 1, differences: null });
    platform.reply = () => page([member('u2', { name: 'u2' })]);
    expect(await sync()).to.include({ failures: 0, error: null });
    expect(await enrolled()).to.deep.equal(['u2: learner']);
  });

  it('a roster of 10,000 comes in pages of 100', async function () {
    this.timeout(60_000);
    // The embedded database keeps the plans of foreign keys of when its tables were small.
    const pages = database.kind === 'postgres' ? 100 : 20;
    platform.reply = ({ path }) => {
      const n = Number(new URL(path, platform.url).searchParams.get('p') ?? 0);
      const members = Array.from({ length: 100 }, (_, i) =>
        member(`u${n * 100 + i}`, { name: `Somebody ${n * 100 + i}`, email: `u${i}@example.org` }),
      );
      return page(members, n < pages - 1 ? { next: `/members?p=${n + 1}` } : {});
    };
    const id = await fixture.database.tenant(tenantId, (db) =>
      queueRosterSync(db, course.contextId),
    );
    await until(
      'the roster is there',
      async () => (await fixture.job(id)).state === 'succeeded',
      50_000,
    );
    expect(await read('select from membership where tenant_id = $1')).to.have.lengthOf(pages * 100);
    expect(platform.asked).to.have.lengthOf(pages);
  });

  const broken: [name: string, reply: () => TestReply][] = [
    ['pages in circles', () => page([member('u1')], { next: '/members?limit=100' })],
    ['no list', () => ({ body: { members: 'all' } })],
    ['no JSON', () => ({ body: '<html>' })],
    ['nobody at all', () => page([])],
    ['403', () => ({ status: 403 })],
  ];
  for (const [name, reply] of broken) {
    it(`${name}: the sync is put off, and nobody leaves`, async () => {
      platform.reply = () => page([member('u1', { name: 'u1' }), member('u2', { name: 'u2' })]);
      await sync();
      platform.reply = reply;
      const state = await sync();
      expect(state?.failures).to.equal(1);
      expect(state?.error).to.be.a('string');
      expect(await enrolled()).to.have.lengthOf(2);
    });
  }

  it('a page that fails for a moment, and a token that ends between pages, stop nothing', async () => {
    let n = 0;
    platform.reply = ({ path, headers }) => {
      n++;
      if (n === 1) return { status: 503 };
      if (n === 3) return { status: 429, headers: { 'Retry-After': '0' } };
      if (n === 4 && headers.authorization === 'Bearer t1') return { status: 401 };
      return path.includes('p=2')
        ? page([member('u2', { name: 'u2' })])
        : page([member('u1', { name: 'u1' })], { next: '/members?p=2' });
    };
    expect(await sync()).to.include({ failures: 0 });
    expect(await enrolled()).to.deep.equal(['u1: learner', 'u2: learner']);
  });

  it('of people whom others tell about too, the roster changes nothing', async () => {
    platform.reply = () => page([member('u1', { name: 'Ada' })]);
    await sync();
    const [person] = await read<{ id: string }>(
      `select id from person where tenant_id = $1 and display_name = 'Ada' and is_test = false
         and id in (select person_id from lti_member where tenant_id = $1)`,
    );
    await database.tenant(tenantId, (db) =>
      insertIdentity(db, {
        ...{ personId: person?.id ?? '', source: 'scim', issuer: 'c', subject: 's' },
      }),
    );
    platform.reply = () => page([member('u1', { name: 'Changed' })]);
    await sync();
    expect(await enrolled()).to.deep.equal(['Ada: learner']);
  });

  it('somebody whom a launch has made already is not made again', async () => {
    const { rows } = await database.tenant(tenantId, (db) =>
      db.query<{ id: string }>(
        `insert into person (tenant_id, id, display_name) values ($1, gen_random_uuid(), 'Known')
         returning id`,
        [tenantId],
      ),
    );
    await database.tenant(tenantId, (db) =>
      insertIdentity(db, {
        ...{ personId: rows[0]?.id ?? '', source: 'lti', issuer: registrationId, subject: 'u1' },
      }),
    );
    platform.reply = () => page([member('u1'), member('u1', { roles: [INSTRUCTOR] })]);
    await sync();
    expect(await enrolled()).to.deep.equal(['Known: instructor']);
  });
});
