import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { createFixture, type Fixture } from '../../platform/jobs/testing/test-jobs.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import type { ProfileName } from '../profiles/platform-profile.ts';
import {
  startTestPlatform,
  type TestPlatform,
  type TestRequest,
} from '../services/test-platform.ts';
import { queueScore } from './queue-score.ts';
import { resultsHandler } from './read-results.ts';
import { scoresHandler } from './send-scores.ts';
import { seedCourse, type TestCourse } from './test-course.ts';

describe('scores on their way to gradebooks', () => {
  let database: Database;
  let tenantId: string;
  let platform: TestPlatform;
  let fixture: Fixture;
  let course: TestCourse;
  let jobs: Jobs;

  before(async () => {
    database = withReactions(await testDatabase(), [queueScore]);
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    platform = await startTestPlatform({ database, tenantId }, { timeoutMs: 150 });
    fixture = createFixture(database, tenantId, undefined);
  });
  afterEach(async () => {
    await fixture.close();
    await platform.close();
  });

  /** Waiting times are left out: what is to be sent again is sent soon. */
  async function start({
    profile = 'spec',
    lineItem = '/items/1?type_id=2',
    users = ['u1'],
  }: {
    profile?: ProfileName;
    lineItem?: string | null;
    users?: string[];
  } = {}) {
    const deployed = await platform.deployed({ profile });
    course = await seedCourse(fixture.database, {
      ...{ deployed, users, url: platform.url },
      lineItem: lineItem && platform.url + lineItem,
    });
    const { calls, platforms } = platform;
    const deps = { database: fixture.database, platforms, calls };
    jobs = fixture.start([scoresHandler({ ...deps, random: () => 0 }), resultsHandler(deps)]);
    return deployed;
  }
  const scores = () => platform.asked.filter(({ path }) => path.includes('/scores'));
  const sent = () => scores().map(bodyOf);
  const bodyOf = ({ body }: TestRequest): Record<string, unknown> => JSON.parse(body);
  const settled = (...states: string[]) =>
    until(`deliveries are ${states}`, async () => {
      const found = await course.deliveries();
      return (
        found.length === states.length && found.every((one, i) => one.state === states[i]) && found
      );
    });
  const timestamps = () => sent().map(({ timestamp }) => Date.parse(String(timestamp)));
  const expectAscending = (stepMs = 1) => {
    const [first = 0, ...rest] = timestamps();
    rest.reduce((before, one) => {
      expect(one - before).to.be.at.least(stepMs);
      return one;
    }, first);
  };

  it('a score is sent once, as the specification says', async () => {
    await start();
    await course.score('u1', 0.7);
    await settled('delivered');
    expect(scores()).to.have.lengthOf(1);
    expect(scores()[0]).to.include({ method: 'POST', path: '/items/1/scores?type_id=2' });
    expect(scores()[0]?.headers['content-type']).to.equal('application/vnd.ims.lis.v1.score+json');
    expect(platform.tokensAsked).to.deep.equal([
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    ]);
    expect(sent()[0]).to.include({
      ...{ userId: 'u1', scoreGiven: 7, scoreMaximum: 10 },
      ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    });
    expect(sent()[0]).to.have.property('submission');
  });

  it('each call is kept for the inspector, with the score it was for', async () => {
    await start();
    await course.score('u1', 0.7);
    await settled('delivered');
    const { rows } = await database.read(tenantId, (db) =>
      db.query(
        `select c.service, c.status, c.url from lti_service_call c
           join lti_score s on s.tenant_id = $1 and s.id = c.score_id where c.tenant_id = $1 order by c.id`,
        [tenantId],
      ),
    );
    expect(rows).to.deep.equal([
      { service: 'token', status: 200, url: `${platform.url}/token` },
      { service: 'scores', status: 200, url: `${platform.url}/items/1/scores` },
    ]);
  });

  it('of changes while one is under way the newest follows, never beside it, and later by its time', async () => {
    await start({ profile: 'moodle' });
    let underWay = 0;
    let most = 0;
    platform.reply = async () => {
      most = Math.max(most, ++underWay);
      if (sent().length === 1) {
        await course.score('u1', 0.2);
        await course.score('u1', 0.9);
      }
      underWay--;
      return {};
    };
    await course.score('u1', 0.5);
    await until('the newest is sent', () => sent().at(-1)?.scoreGiven === 9);
    await settled('delivered');
    expect(sent().map(({ scoreGiven }) => scoreGiven)).to.deep.equal([5, 9]);
    expect(most).to.equal(1);
    expectAscending(1_000);
  });

  it('a score that changes nothing is not sent', async () => {
    await start();
    await course.score('u1', 0.5);
    await settled('delivered');
    await fixture.database.tenant(tenantId, (db) =>
      db.query(`update assignment set score_rule = 'best' where tenant_id = $1`, [tenantId]),
    );
    await course.score('u1', 0.1);
    const [delivery] = await course.deliveries();
    expect(delivery).to.include({ state: 'delivered', version: 1 });
  });

  it('people of elsewhere, and assignments of no link, queue nothing', async () => {
    await start();
    await database.tenant(tenantId, (db) =>
      db.query('delete from identity where tenant_id = $1', [tenantId]),
    );
    await course.score('u1', 0.5);
    expect(await course.deliveries()).to.deep.equal([]);
  });

  const passing: [
    name: string,
    first: () => object,
    profile: ProfileName,
    status: number | null,
  ][] = [
    ['429 without Retry-After', () => ({ status: 429 }), 'spec', 200],
    ['429 with seconds', () => ({ status: 429, headers: { 'Retry-After': '1' } }), 'spec', 200],
    ['403 of Canvas', () => ({ status: 403, body: 'Rate Limit Exceeded' }), 'canvas', 200],
    ['500', () => ({ status: 500 }), 'spec', 200],
    ['no answer in time', () => ({ fault: 'hang' }), 'spec', 200],
    ['an answer that is lost', () => ({ fault: 'reset' }), 'spec', 200],
    ['a redirect', () => ({ status: 302, headers: { Location: '/elsewhere' } }), 'spec', 200],
    ['409: something newer is there', () => ({ status: 409 }), 'moodle', 200],
    ['a token that is refused twice', () => ({ status: 401 }), 'spec', 200],
  ];
  for (const [name, first, profile, status] of passing) {
    it(`${name}: sent again, under a later time`, async () => {
      await start({ profile });
      let n = 0;
      platform.reply = () => {
        n++;
        return n <= (name.includes('token') ? 2 : 1) ? first() : {};
      };
      await course.score('u1', 0.5);
      const [delivery] = await settled('delivered');
      expect(delivery).to.include({ tries: 2, lastStatus: status, lastError: null });
      const byTry = name.includes('token') ? [sent()[0], sent()[2]] : sent();
      const [a = 0, b = 0] = byTry.map((one) => Date.parse(String(one?.timestamp)));
      expect(b).to.be.greaterThan(a);
    });
  }

  it('a token that was revoked is renewed within the same try', async () => {
    await start();
    platform.reply = ({ headers }) =>
      headers.authorization === 'Bearer t1' ? { status: 401 } : {};
    await course.score('u1', 0.5);
    expect((await settled('delivered'))[0]).to.include({ tries: 1 });
    expect(platform.tokensAsked).to.have.lengthOf(2);
  });

  it('while a platform asks to wait, nothing else is sent to it', async () => {
    await start({ users: ['u1', 'u2'] });
    const at: number[] = [];
    platform.reply = () => {
      at.push(Date.now());
      return at.length === 1 ? { status: 429, headers: { 'Retry-After': '1' } } : {};
    };
    await course.score('u1', 0.5);
    await until(
      'the platform has asked to wait',
      async () => (await course.deliveries())[0]?.lastStatus === 429,
    );
    await course.score('u2', 0.5);
    await settled('delivered', 'delivered');
    expect((at[1] ?? 0) - (at[0] ?? 0)).to.be.at.least(990);
  });

  const dead: [name: string, status: number, profile: ProfileName][] = [
    ['422: no student', 422, 'canvas'],
    ['400: unknown user', 400, 'moodle'],
    ['403: not allowed', 403, 'spec'],
  ];
  for (const [name, status, profile] of dead) {
    it(`${name}: a dead letter, which a new score brings back`, async () => {
      await start({ profile });
      platform.reply = () => ({ status, body: 'because' });
      await course.score('u1', 0.5);
      const [delivery] = await settled('dead');
      expect(delivery).to.include({ lastStatus: status, tries: 1 });
      expect(delivery?.lastError).to.include('because');
      platform.reply = () => ({});
      await course.score('u1', 0.6);
      await settled('delivered');
    });
  }

  it('after seven days in vain a score is a dead letter', async () => {
    await start();
    platform.reply = () => ({ status: 500 });
    await course.score('u1', 0.5);
    await until('it was tried', async () => ((await course.deliveries())[0]?.tries ?? 0) > 0);
    await database.tenant(tenantId, (db) =>
      db.query(
        `update lti_score set queued_at = now() - interval '7 days 1 minute' where tenant_id = $1`,
        [tenantId],
      ),
    );
    expect((await settled('dead'))[0]).to.include({ lastStatus: 500 });
  });

  describe('line items', () => {
    const item = (more: object) => ({ id: `${platform.url}/items/9?type_id=1`, ...more });

    it('one that the platform has for the link is used', async () => {
      await start({ lineItem: null });
      platform.reply = ({ path }) =>
        path.startsWith('/items?')
          ? {
              body: [
                item({ resourceLinkId: 'other' }),
                item({ id: `${platform.url}/items/7`, resourceLinkId: 'link 1' }),
              ],
            }
          : {};
      await course.score('u1', 0.5);
      await settled('delivered');
      expect(scores().map(({ path }) => path)).to.deep.equal(['/items/7/scores']);
      expect(platform.asked[0]).to.include({ path: '/items?resource_link_id=link+1' });
      expect(platform.asked[0]?.headers.accept).to.equal(
        'application/vnd.ims.lis.v2.lineitemcontainer+json',
      );
    });

    it('of several pages all are looked at, with Moodle’s links', async () => {
      await start({ lineItem: null, profile: 'moodle' });
      platform.reply = ({ path }) => {
        if (path.includes('/scores')) return {};
        if (path.includes('page=2')) return { body: [item({ resourceLinkId: 'link 1' })] };
        const next = `${platform.url}/items?a=1&amp;page=2`;
        const link = Buffer.from(`<${next}>; rel=“next”`).toString('latin1');
        return { body: [], headers: { Link: link } };
      };
      await course.score('u1', 0.5);
      await settled('delivered');
      expect(platform.asked.map(({ path }) => path)).to.deep.equal([
        ...['/items?resource_link_id=link+1', '/items?a=1&page=2', '/items/9/scores?type_id=1'],
      ]);
    });

    it('else one is made, once for all who wait for it', async () => {
      await start({ lineItem: null, users: ['u1', 'u2', 'u3'] });
      platform.reply = ({ path, method }) => {
        if (path.includes('/scores')) return {};
        return method === 'GET' ? { body: [] } : { status: 201, body: item({}) };
      };
      await Promise.all(['u1', 'u2', 'u3'].map((user) => course.score(user, 0.5)));
      await settled('delivered', 'delivered', 'delivered');
      const made = platform.asked.filter(
        ({ method, path }) => method === 'POST' && path === '/items',
      );
      expect(made.map(bodyOf)).to.deep.equal([
        {
          label: 'Quiz',
          scoreMaximum: 100,
          resourceLinkId: 'link 1',
          resourceId: course.assignmentId,
        },
      ]);
      expect(made[0]?.headers['content-type']).to.equal('application/vnd.ims.lis.v2.lineitem+json');
    });

    it('one that is gone is looked for again, and its score follows', async () => {
      await start();
      platform.reply = ({ path }) => {
        if (path.startsWith('/items/1/scores')) return { status: 404 };
        return path.startsWith('/items?') ? { body: [item({ resourceLinkId: 'link 1' })] } : {};
      };
      await course.score('u1', 0.5);
      await settled('delivered');
      expect(scores().at(-1)?.path).to.equal('/items/9/scores?type_id=1');
    });

    it('where none may be made the score is a dead letter', async () => {
      await start({ lineItem: null });
      platform.reply = () => ({ status: 403 });
      await course.score('u1', 0.5);
      await settled('dead');
    });
  });

  it('results are read back beside what was sent', async () => {
    await start();
    platform.reply = ({ path }) =>
      path.includes('/results')
        ? { body: [{ userId: 'u1', resultScore: 6, resultMaximum: 10, comment: 'late' }] }
        : {};
    await course.score('u1', 0.7);
    await settled('delivered');
    await until('the results are to be read', () =>
      fixture.database.tenant(tenantId, async (db) => {
        const { count } = await db.query(
          `update job set run_at = now() where tenant_id = $1 and kind = 'lti.results'`,
          [tenantId],
        );
        return count > 0;
      }),
    );
    jobs.wake();
    const delivery = await until('the result is there', async () => {
      const [one] = await course.deliveries();
      return one?.result ? one : undefined;
    });
    expect(delivery.result).to.deep.equal({ resultScore: 6, resultMaximum: 10, comment: 'late' });
  });
});
