import { expect } from 'chai';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { claimNames } from '../claims.ts';
import { seedCourse, type TestCourse } from '../grades/test-course.ts';
import type { DeployedPlatform } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import { startTestPlatform, type TestPlatform } from './test-platform.ts';

describe('services that launches offer', () => {
  let database: Database;
  let tenantId: string;
  let platform: TestPlatform;
  let deployed: DeployedPlatform;
  let course: TestCourse;

  before(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    platform = await startTestPlatform({ database, tenantId });
    deployed = await platform.deployed();
    const { url } = platform;
    course = await seedCourse(database, { deployed, url, lineItem: null, users: [] });
  });
  afterEach(() => platform.close());

  const grades = (lineitem: string | undefined, scope: string[] = [scopes.score]) => ({
    [claimNames.grades]: { scope, lineitems: 'https://lms.example/items', lineitem },
  });
  const note = (claims: Record<string, unknown>) =>
    database.tenant(tenantId, (db) => course.note(db, claims));
  const read = async (sql: string) =>
    (await database.read(tenantId, (db) => db.query(sql, [tenantId]))).rows;
  const lineItems = () =>
    read(
      `select url, assignment_id as "assignmentId", origin from lti_line_item where tenant_id = $1`,
    );
  const jobs = async () =>
    (await read('select kind from job where tenant_id = $1 order by kind')).map(({ kind }) => kind);

  it('the line item of the link is taken over, once', async () => {
    for (const _ of [1, 2]) await note(grades('https://lms.example/items/1'));
    expect(await lineItems()).to.deep.equal([
      { url: 'https://lms.example/items/1', assignmentId: course.assignmentId, origin: 'platform' },
    ]);
  });

  it('another one takes its place, and what the old one could not take is sent there', async () => {
    await note(grades('https://lms.example/items/1'));
    await database.tenant(tenantId, (db) =>
      db.query(
        `with p as (insert into person (tenant_id, id, display_name)
           values ($1, gen_random_uuid(), 'L') returning id)
         insert into lti_score (tenant_id, id, line_item_id, deployment_id, person_id, user_id,
           completion, success, state)
         select $1, gen_random_uuid(), i.id, i.deployment_id, p.id, 'u', 'completed', 'unknown',
           'dead' from lti_line_item i, p where i.tenant_id = $1`,
        [tenantId],
      ),
    );
    await note(grades('https://lms.example/items/2'));
    expect(await lineItems()).to.deep.equal([
      { url: 'https://lms.example/items/2', assignmentId: course.assignmentId, origin: 'adopted' },
    ]);
    expect(await read('select state from lti_score where tenant_id = $1')).to.deep.equal([
      { state: 'pending' },
    ]);
    expect(await jobs()).to.include('lti.scores');
  });

  it('one that takes no scores, or is no URL, is left alone', async () => {
    await note(grades('https://lms.example/items/1', [scopes.readResults]));
    await note(grades('javascript:alert(1)'));
    await note(grades(undefined));
    expect(await lineItems()).to.deep.equal([]);
  });

  it('a roster is taken over at a launch, unless it was within the hour', async () => {
    const claims = {
      [claimNames.roster]: { context_memberships_url: 'https://lms.example/members' },
    };
    await note(claims);
    expect(await jobs()).to.deep.equal(['lti.roster']);
    await database.tenant(tenantId, (db) =>
      Promise.all([
        db.query('delete from job where tenant_id = $1', [tenantId]),
        db.query('update lti_context set synced_at = now() where tenant_id = $1', [tenantId]),
      ]),
    );
    await note(claims);
    expect(await jobs()).to.deep.equal([]);
    expect(
      await read('select memberships_url as url from lti_context where tenant_id = $1'),
    ).to.deep.equal([{ url: 'https://lms.example/members' }]);
  });

  it('a message without services takes none away', async () => {
    await note(grades('https://lms.example/items/1'));
    await note({});
    const [context] = await read(
      'select line_items_url as url from lti_context where tenant_id = $1',
    );
    expect(context).to.deep.equal({ url: 'https://lms.example/items' });
    expect(await lineItems()).to.have.lengthOf(1);
  });

  it('who tells of copied courses is told where, once', async () => {
    const claims = {
      [claimNames.notices]: {
        scope: [scopes.noticeHandlers],
        platform_notification_service_url: 'https://lms.example/notices',
        notice_types_supported: ['LtiContextCopyNotice'],
      },
    };
    await note(claims);
    await note(claims);
    expect(await jobs()).to.deep.equal(['lti.notice-handler']);
    await note({ [claimNames.notices]: { ...claims[claimNames.notices], scope: [] } });
    expect(await jobs()).to.have.lengthOf(1);
  });
});
