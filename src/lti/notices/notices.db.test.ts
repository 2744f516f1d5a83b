import { expect } from 'chai';
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createFixture } from '../../platform/jobs/testing/test-jobs.ts';
import { seedCourse, type TestCourse } from '../grades/test-course.ts';
import { PlatformKeyError } from '../keys/platform-key-error.ts';
import type { DeployedPlatform } from '../registrations/platforms.ts';
import { startTestPlatform, type TestPlatform } from '../services/test-platform.ts';
import { findCopiedAssignment } from './notice.store.ts';
import { receiveNotices } from './receive-notices.ts';
import { noticeHandlerHandler, queueNoticeHandler } from './set-notice-handler.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim';

describe('notices of platforms', () => {
  let database: Database;
  let tenantId: string;
  let platform: TestPlatform;
  let deployed: DeployedPlatform;
  let course: TestCourse;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;

  before(async () => {
    database = await testDatabase();
    pair = await generateKeyPair('RS256');
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    platform = await startTestPlatform({ database, tenantId });
    deployed = await platform.deployed();
    const { url } = platform;
    course = await seedCourse(database, { deployed, url, lineItem: null, users: [] });
  });
  afterEach(() => platform.close());

  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: deployed.platform.registration.issuer,
    aud: deployed.platform.registration.clientId,
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + 300,
    [`${lti}/version`]: '1.3.0',
    [`${lti}/deployment_id`]: deployed.deployment.deploymentId,
    [`${lti}/notice`]: { id: 'n1', timestamp: new Date(), type: 'LtiContextCopyNotice' },
    [`${lti}/context`]: { id: 'copy', title: 'Copied course' },
    [`${lti}/origin_contexts`]: [course.contextId],
    ...more,
  });
  const sign = (payload: JWTPayload, kid = 'k') =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(pair.privateKey);
  const receive = (...jwts: string[]) =>
    receiveNotices(
      {
        database,
        platforms: platform.platforms,
        platformKeys: {
          find: async (_, { kid }) => {
            if (kid === 'k') return pair.publicKey;
            throw new PlatformKeyError('kid_unknown', 'no such key');
          },
        },
      },
      { notices: jwts.map((jwt) => ({ jwt })) },
    );
  const read = async <R extends object>(sql: string) =>
    (await database.read(tenantId, (db) => db.query<R>(sql, [tenantId]))).rows;

  it('a copied course is known before anybody launches from it, and its links open the same', async () => {
    await receive(await sign(claims()));
    const [copy] = await read<{ id: string; copied: string[]; name: string }>(
      `select c.id, c.copied_from as copied, g.name from lti_context c
         join person_group g on g.tenant_id = $1 and g.id = c.group_id
       where c.tenant_id = $1 and c.context_id = 'copy'`,
    );
    expect(copy).to.deep.include({ copied: [course.contextId], name: 'Copied course' });
    const find = (title: string) =>
      database.read(tenantId, (db) =>
        findCopiedAssignment(db, { contextId: copy?.id ?? '', title }),
      );
    expect(await find('Quiz')).to.equal(course.assignmentId);
    expect(await find('Other')).to.equal(undefined);
  });

  it('one that comes again, and one of another type, change nothing', async () => {
    const first = await sign(claims());
    await receive(first, first);
    await receive(await sign(claims({ [`${lti}/origin_contexts`]: ['other'] })));
    const hello = { id: 'n2', timestamp: new Date(), type: 'LtiHelloWorldNotice' };
    await receive(await sign(claims({ [`${lti}/notice`]: hello })));
    const contexts = await read<{ copied: string[] }>(
      `select copied_from as copied from lti_context where tenant_id = $1 and context_id = 'copy'`,
    );
    expect(contexts).to.deep.equal([{ copied: [course.contextId] }]);
    expect(await read('select from lti_notice where tenant_id = $1')).to.have.lengthOf(2);
  });

  const refused: [name: string, jwt: () => Promise<string>, message: string][] = [
    ['no JWT', async () => 'x', 'no JWT'],
    ['another key', () => sign(claims(), 'other'), 'no such key'],
    ['another deployment', () => sign(claims({ [`${lti}/deployment_id`]: 'x' })), 'not known'],
    ['another issuer', () => sign(claims({ iss: 'https://evil.example' })), 'not known'],
    [
      'more audiences',
      () => sign(claims({ aud: [deployed.platform.registration.clientId, 'x'] })),
      'audience',
    ],
    ['expired', () => sign(claims({ exp: 1 })), 'exp'],
    ['no exp', () => sign(claims({ exp: undefined })), 'exp'],
    ['another version', () => sign(claims({ [`${lti}/version`]: '1.1' })), '1.3.0'],
    ['no notice', () => sign(claims({ [`${lti}/notice`]: {} })), 'notice'],
    [
      'a signature of somebody else',
      async () => `${(await sign(claims())).slice(0, -8)}AAAAAAAA`,
      'not valid',
    ],
  ];
  for (const [name, jwt, message] of refused) {
    it(`${name}: refused, and nothing is kept`, async () => {
      const error = await receive(await jwt()).then(
        () => undefined,
        (thrown) => thrown,
      );
      expect(error).to.have.property('name', 'NoticeError');
      expect(error.message).to.include(message);
      expect(await read('select from lti_notice where tenant_id = $1')).to.deep.equal([]);
    });
  }

  for (const [status, kept] of [
    [200, 'https://hub.example/lti/notices'],
    [403, ''],
  ] as const) {
    it(`the platform is told once where to send them; it answers ${status}`, async () => {
      const fixture = createFixture(database, tenantId, undefined);
      try {
        const { calls, platforms } = platform;
        const publicUrl = 'https://hub.example';
        fixture.start([noticeHandlerHandler({ platforms, calls, publicUrl })]);
        platform.reply = () => ({ status });
        const { id: deploymentId } = deployed.deployment;
        const url = `${platform.url}/notice-handlers`;
        await fixture.database.tenant(tenantId, (db) =>
          queueNoticeHandler(db, { deploymentId, url }),
        );
        const [job] = await read<{ id: string }>(
          `select id from job where tenant_id = $1 and kind = 'lti.notice-handler'`,
        );
        await fixture.reaches(job?.id ?? '', 'succeeded');
        expect(platform.asked).to.have.lengthOf(1);
        expect(platform.asked[0]).to.include({
          ...{ method: 'PUT', path: '/notice-handlers' },
          body: '{"notice_type":"LtiContextCopyNotice","handler":"https://hub.example/lti/notices"}',
        });
        const rows = await read<{ handler: string }>(
          'select notice_handler as handler from lti_deployment where tenant_id = $1',
        );
        expect(rows).to.deep.equal([{ handler: kept }]);
      } finally {
        await fixture.close();
      }
    });
  }
});
