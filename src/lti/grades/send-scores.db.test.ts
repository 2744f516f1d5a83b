import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import type { ProfileName } from '../profiles/platform-profile.ts';
import { queueScore } from './queue-score.ts';
import { scheduleScores } from './schedule-scores.ts';
import { createScoresFixture, type ScoresFixture } from './test-scores.ts';

describe('scores on their way to gradebooks', () => {
  let database: Database;
  let t: ScoresFixture;

  before(async () => {
    database = withReactions(await testDatabase(), [queueScore]);
  });
  beforeEach(async () => {
    t = await createScoresFixture(database);
  });
  afterEach(() => t.close());

  const timestamps = () => t.sent().map(({ timestamp }) => Date.parse(String(timestamp)));
  const expectAscending = (stepMs = 1) => {
    const [first = 0, ...rest] = timestamps();
    rest.reduce((before, one) => {
      expect(one - before).to.be.at.least(stepMs);
      return one;
    }, first);
  };

  it('a score is sent once, as the specification says', async () => {
    await t.start();
    await t.course().score('u1', 0.7);
    await t.settled('delivered');
    expect(t.scores()).to.have.lengthOf(1);
    expect(t.scores()[0]).to.include({ method: 'POST', path: '/items/1/scores?type_id=2' });
    expect(t.scores()[0]?.headers['content-type']).to.equal(
      'application/vnd.ims.lis.v1.score+json',
    );
    expect(t.platform.tokensAsked).to.deep.equal([
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    ]);
    expect(t.sent()[0]).to.include({
      ...{ userId: 'u1', scoreGiven: 7, scoreMaximum: 10 },
      ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    });
    expect(t.sent()[0]).to.have.property('submission');
  });

  it('each call is kept for the inspector, with the score it was for', async () => {
    await t.start();
    await t.course().score('u1', 0.7);
    await t.settled('delivered');
    const { rows } = await database.read(t.tenantId, (db) =>
      db.query(
        `select c.service, c.status, c.url from lti_service_call c
           join lti_score s on s.tenant_id = $1 and s.id = c.score_id where c.tenant_id = $1 order by c.id`,
        [t.tenantId],
      ),
    );
    expect(rows).to.deep.equal([
      { service: 'token', status: 200, url: `${t.platform.url}/token` },
      { service: 'scores', status: 200, url: `${t.platform.url}/items/1/scores` },
    ]);
  });

  it('of changes while one is under way the newest follows, never beside it, and later by its time', async () => {
    await t.start({ profile: 'moodle' });
    let underWay = 0;
    let most = 0;
    t.platform.reply = async () => {
      most = Math.max(most, ++underWay);
      if (t.sent().length === 1) {
        await t.course().score('u1', 0.2);
        await t.course().score('u1', 0.9);
      }
      underWay--;
      return {};
    };
    await t.course().score('u1', 0.5);
    await until('the newest is sent', () => t.sent().at(-1)?.scoreGiven === 9);
    await t.settled('delivered');
    expect(t.sent().map(({ scoreGiven }) => scoreGiven)).to.deep.equal([5, 9]);
    expect(most).to.equal(1);
    expectAscending(1_000);
  });

  it('never two of one pair are under way, whoever else is served meanwhile', async () => {
    await t.start({ users: ['u1', 'u2'] });
    const underWay = new Map<string, number>();
    let most = 0;
    t.platform.reply = async ({ body }) => {
      const { userId } = JSON.parse(body);
      const now = (underWay.get(userId) ?? 0) + 1;
      underWay.set(userId, now);
      most = Math.max(most, now);
      const isFirst = t.sent().filter((one) => one.userId === 'u1').length === 1;
      if (userId === 'u1' && isFirst) await t.course().score('u1', 0.9);
      await new Promise((resolve) => setTimeout(resolve, userId === 'u1' ? 90 : 20));
      underWay.set(userId, now - 1);
      return {};
    };
    await Promise.all([t.course().score('u1', 0.1), t.course().score('u2', 0.1)]);
    await until('the newest is sent', () => t.sent().some(({ scoreGiven }) => scoreGiven === 9));
    await t.settled('delivered', 'delivered');
    expect(most).to.equal(1);
  });

  it('a score that changes nothing is not sent', async () => {
    await t.start();
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    await t.fixture.database.tenant(t.tenantId, (db) =>
      db.query(`update assignment set score_rule = 'best' where tenant_id = $1`, [t.tenantId]),
    );
    await t.course().score('u1', 0.1);
    const [delivery] = await t.course().deliveries();
    expect(delivery).to.include({ state: 'delivered', version: 1 });
  });

  it('people of elsewhere, and assignments of no link, queue nothing', async () => {
    await t.start();
    await database.tenant(t.tenantId, (db) =>
      db.query('delete from identity where tenant_id = $1', [t.tenantId]),
    );
    await t.course().score('u1', 0.5);
    expect(await t.course().deliveries()).to.deep.equal([]);
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
      await t.start({ profile });
      let n = 0;
      t.platform.reply = () => {
        n++;
        return n <= (name.includes('token') ? 2 : 1) ? first() : {};
      };
      await t.course().score('u1', 0.5);
      const [delivery] = await t.settled('delivered');
      expect(delivery).to.include({ tries: 2, lastStatus: status, lastError: null });
      const byTry = name.includes('token') ? [t.sent()[0], t.sent()[2]] : t.sent();
      const [a = 0, b = 0] = byTry.map((one) => Date.parse(String(one?.timestamp)));
      expect(b).to.be.greaterThan(a);
    });
  }

  it('a token that was revoked is renewed within the same try', async () => {
    await t.start();
    t.platform.reply = ({ headers }) =>
      headers.authorization === 'Bearer t1' ? { status: 401 } : {};
    await t.course().score('u1', 0.5);
    expect((await t.settled('delivered'))[0]).to.include({ tries: 1 });
    expect(t.platform.tokensAsked).to.have.lengthOf(2);
  });

  it('while a platform asks to wait, nothing else is sent to it', async () => {
    await t.start({ users: ['u1', 'u2'] });
    const at: number[] = [];
    t.platform.reply = () => {
      at.push(Date.now());
      return at.length === 1 ? { status: 429, headers: { 'Retry-After': '1' } } : {};
    };
    await t.course().score('u1', 0.5);
    await until(
      'the platform has asked to wait',
      async () => (await t.course().deliveries())[0]?.lastStatus === 429,
    );
    await t.course().score('u2', 0.5);
    await t.settled('delivered', 'delivered');
    expect((at[1] ?? 0) - (at[0] ?? 0)).to.be.at.least(990);
  });

  const dead: [name: string, status: number, profile: ProfileName][] = [
    ['422: no student', 422, 'canvas'],
    ['400: unknown user', 400, 'moodle'],
    ['403: not allowed', 403, 'spec'],
  ];
  for (const [name, status, profile] of dead) {
    it(`${name}: a dead letter, which a new score brings back`, async () => {
      await t.start({ profile });
      t.platform.reply = () => ({ status, body: 'because' });
      await t.course().score('u1', 0.5);
      const [delivery] = await t.settled('dead');
      expect(delivery).to.include({ lastStatus: status, tries: 1 });
      expect(delivery?.lastError).to.include('because');
      t.platform.reply = () => ({});
      await t.course().score('u1', 0.6);
      await t.settled('delivered');
    });
  }

  it('after seven days in vain a score is a dead letter', async () => {
    await t.start();
    t.platform.reply = () => ({ status: 500 });
    await t.course().score('u1', 0.5);
    await until('it was tried', async () => ((await t.course().deliveries())[0]?.tries ?? 0) > 0);
    await database.tenant(t.tenantId, async (db) => {
      const { rows } = await db.query<{ id: string }>(
        `update lti_score set queued_at = now() - interval '7 days 1 minute', next_at = now()
         where tenant_id = $1 returning deployment_id as id`,
        [t.tenantId],
      );
      await scheduleScores(db, rows[0]?.id ?? '');
    });
    expect((await t.settled('dead'))[0]).to.include({ lastStatus: 500 });
  });

  it('what a teacher says of the attempt goes out with its score, until it is another one', async () => {
    await t.start();
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    await t.course().comment('u1', 'Well done');
    await until('it is sent again', () => t.scores().length === 2);
    expect(t.sent()[1]).to.include({ scoreGiven: 5, comment: 'Well done' });
    await t.settled('delivered');
    await t.course().score('u1', 0.8);
    await until('the other one is sent', () => t.scores().length === 3);
    expect(t.sent()[2]).to.not.have.property('comment');
  });

  it('Canvas gets a comment once, for it would add it each time', async () => {
    await t.start({ profile: 'canvas' });
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    await t.course().comment('u1', 'Well done');
    await until('it is sent again', () => t.scores().length === 2);
    await t.settled('delivered');
    await t.fixture.database.tenant(t.tenantId, async (db) => {
      const { rows } = await db.query<{ id: string }>(
        `update lti_score set state = 'pending', next_at = now() where tenant_id = $1
         returning deployment_id as id`,
        [t.tenantId],
      );
      await scheduleScores(db, rows[0]?.id ?? '');
    });
    t.jobs().wake();
    await until('it is sent once more', () => t.scores().length === 3);
    expect(t.sent().map(({ comment }) => comment)).to.deep.equal([
      ...[undefined, 'Well done', undefined],
    ]);
  });

  it('results are read back beside what was sent', async () => {
    await t.start();
    t.platform.reply = ({ path }) =>
      path.includes('/results')
        ? { body: [{ userId: 'u1', resultScore: 6, resultMaximum: 10, comment: 'late' }] }
        : {};
    await t.course().score('u1', 0.7);
    await t.settled('delivered');
    await until('the results are to be read', () =>
      t.fixture.database.tenant(t.tenantId, async (db) => {
        const { count } = await db.query(
          `update job set run_at = now() where tenant_id = $1 and kind = 'lti.results'`,
          [t.tenantId],
        );
        return count > 0;
      }),
    );
    t.jobs().wake();
    const delivery = await until('the result is there', async () => {
      const [one] = await t.course().deliveries();
      return one?.result ? one : undefined;
    });
    expect(delivery.result).to.deep.equal({ resultScore: 6, resultMaximum: 10, comment: 'late' });
  });
});
