import type { Statement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { abandonSilentHandler } from './sessions/silent-sessions.ts';
import { findAttempts } from './testing/test-attempts.ts';
import { insertTestCourse, testAu, testBlock, testStructure } from './testing/test-course.ts';
import { beginSession, launchFor, propertyOf } from './testing/test-session.ts';

describe('the hub as an LMS of cmi5', () => {
  let hub: TestHub;
  let seed: Seed;
  let reader: string;

  before(async () => {
    hub = await startTestHub();
    seed = createSeed(hub);
    const { key, secret } = await seed.call<{ key: string; secret: string }>(
      'POST',
      '/v1/lrs-credentials',
      { name: 'Reader', scopes: ['all/read'] },
    );
    reader = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  });
  after(() => hub.close());

  async function courseOf(...children: Parameters<typeof testStructure>): Promise<string> {
    const structure = testStructure(...children);
    return hub.hub.database.tenant(hub.tenantId, (db) => insertTestCourse(db, structure));
  }

  /** Of a registration, oldest first: last part of the verb and of the object. */
  async function toldIn(registration: string): Promise<Statement[]> {
    const answer = await hub.request(
      'GET',
      `/xapi/statements?registration=${registration}&ascending=true`,
      { key: null, headers: { Authorization: reader, 'X-Experience-API-Version': '1.0.3' } },
    );
    expect(answer.status, answer.text).to.equal(200);
    return propertyOf(answer.body, 'statements') as Statement[];
  }
  const verbsOf = (statements: readonly Statement[]) =>
    statements.map(({ verb }) => verb.id.split('/').at(-1));

  it('plays an AU from launched to satisfied, and the attempt is worth it', async () => {
    const [personId, courseId] = [
      await seed.person(),
      await courseOf(testAu('one', { moveOn: 'CompletedAndPassed', masteryScore: 0.8 })),
    ];
    const session = await beginSession(hub, { courseId, personId });
    for (const statement of [
      session.statement('initialized'),
      session.statement('completed'),
      session.statement('passed', 0.9),
      session.statement('terminated'),
    ]) {
      const answer = await session.say(statement);
      expect(answer.status, answer.text).to.equal(200);
    }
    expect(verbsOf(await toldIn(session.registration))).to.deep.equal([
      'launched',
      'initialized',
      'completed',
      'passed',
      'satisfied',
      'terminated',
    ]);
    const [attempt] = await findAttempts(hub, personId);
    expect(attempt).to.include({ courseId, completion: 'completed', success: 'passed' });
    expect(attempt?.scoreScaled).to.be.closeTo(0.9, 1e-6);
  });

  it('satisfies the inner block, the outer one and the course, each once', async () => {
    const inner = testBlock('inner', [testAu('one'), testAu('two')]);
    const courseId = await courseOf(testBlock('outer', [inner]), testAu('three'));
    const personId = await seed.person();
    let registration = '';
    for (let n = 0; n < 4; n += 1) {
      const session = await beginSession(hub, { courseId, personId });
      registration = session.registration;
      await session.say(session.statement('initialized'), session.statement('completed'));
      await session.say(session.statement('terminated'));
    }
    const told = (await toldIn(registration)).filter(({ verb }) => verb.id.endsWith('satisfied'));
    const grouping = told.map(({ context }) => context?.contextActivities?.grouping);
    expect(grouping).to.deep.equal(
      ['courses/1/inner', 'courses/1/outer', 'courses/1'].map((part) => [
        { objectType: 'Activity', id: `https://publisher.example/${part}` },
      ]),
    );
  });

  it('what is sent again changes nothing, even after the end', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const session = await beginSession(hub, { courseId, personId });
    const batch = [
      session.statement('initialized'),
      session.statement('completed'),
      session.statement('terminated'),
    ];
    for (let n = 0; n < 2; n += 1) expect((await session.say(...batch)).status).to.equal(200);
    expect(await toldIn(session.registration)).to.have.length(5);
    const late = await session.say(session.statement('passed'));
    expect(late.status).to.equal(403);
  });

  it('of launches at once one session is open, in one registration', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const launches = await Promise.all([1, 2, 3].map(() => launchFor(hub, { courseId, personId })));
    const [registration, ...others] = new Set(launches.map((launch) => launch.registration));
    expect(others).to.deep.equal([]);
    const told = verbsOf(await toldIn(registration ?? ''));
    expect(told.filter((verb) => verb === 'launched')).to.have.length(3);
    expect(told.filter((verb) => verb === 'abandoned')).to.have.length(2);
  });

  it('of completed statements at once one is taken', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const session = await beginSession(hub, { courseId, personId });
    await session.say(session.statement('initialized'));
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => session.say(session.statement('completed'))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).to.deep.equal([200, 403, 403, 403]);
  });

  it('the attempt is of the assignment that it was launched for, apart from others', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const assigned = { courseId, mode: 'study', personId };
    const { id: assignmentId } = await seed.call('POST', '/v1/assignments', assigned);
    const session = await beginSession(hub, { courseId, personId, assignmentId });
    const free = await launchFor(hub, { courseId, personId });
    expect(free.registration).not.to.equal(session.registration);
    await session.say(session.statement('initialized'), session.statement('passed', 0.8));
    const attempts = await findAttempts(hub, personId);
    const scored = attempts.find((attempt) => attempt.assignmentId === assignmentId);
    expect(scored).to.include({ id: session.registration, success: 'passed' });
  });

  it('lists registrations with what each is worth', async () => {
    const courseId = await courseOf(testAu('one', { masteryScore: 0.5 }), testAu('two'));
    const path = `/v1/courses/${courseId}/registrations`;
    const personIds = [await seed.person(), await seed.person(), await seed.person()];
    const made: string[] = [];
    for (const personId of personIds) made.push((await seed.call('POST', path, { personId })).id);
    for (const name of ['one', 'two']) {
      await seed.call('POST', `${path}/${made[1]}/waivers`, { auId: testAu(name).id });
    }
    const session = await beginSession(hub, { courseId, personId: personIds[2] ?? '' });
    await session.say(session.statement('initialized'), session.statement('passed', 0.8));
    const { data } = await seed.call<{ data: object[] }>('GET', path);
    expect(
      data.map((one) => [propertyOf(one, 'completion'), propertyOf(one, 'scoreScaled')]),
    ).to.deep.equal([
      ['incomplete', 0.8],
      ['completed', null],
      ['incomplete', null],
    ]);
  });

  it('a waiver says why in text that can be kept', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const path = `/v1/courses/${courseId}/registrations`;
    const { id } = await seed.call('POST', path, { personId });
    const auId = testAu('one').id;
    const waived = (body: object) => hub.request('POST', `${path}/${id}/waivers`, { body });
    for (const broken of ['\0', 'a\ud800']) {
      expect((await waived({ auId, reason: broken })).status).to.equal(422);
      expect((await waived({ auId: broken })).status).to.equal(422);
    }
    expect((await waived({ auId, reason: 'Tested Out \u{1f3cc}' })).status).to.equal(200);
  });

  it('a deactivated person can neither go on nor begin', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const session = await beginSession(hub, { courseId, personId });
    await seed.call('PATCH', `/v1/people/${personId}`, { active: false });
    expect((await session.say(session.statement('initialized'))).status).to.equal(401);
    const refused = await launchFor(hub, { courseId, personId }).catch((error) => error);
    expect(refused).to.have.property('code', 'forbidden');
  });

  it('sessions that were not heard of for half a day are abandoned, once', async () => {
    const [personId, courseId] = [await seed.person(), await courseOf(testAu('one'))];
    const [silent, talking] = [
      await beginSession(hub, { courseId, personId }),
      await beginSession(hub, { courseId, personId: await seed.person() }),
    ];
    await silent.say(silent.statement('initialized'));
    const transact = <T>(work: (db: TenantDb) => Promise<T>) =>
      hub.hub.database.tenant(hub.tenantId, work);
    await transact((db) =>
      db.query(
        `update cmi5_session set launched_at = launched_at - interval '13 hours',
           last_statement_at = last_statement_at - interval '12.5 hours'
         where tenant_id = $1 and id = $2`,
        [hub.tenantId, silent.sessionId],
      ),
    );
    const { lrsStore, config } = hub.hub;
    const handler = abandonSilentHandler({ lrsStore, publicUrl: config.publicUrl });
    const job = { id: '', tenantId: hub.tenantId, kind: handler.kind, payload: {}, attempt: 1 };
    const { signal } = new AbortController();
    const context = { signal, transact, complete: transact, progress: async () => undefined };
    for (let n = 0; n < 2; n += 1) await handler.run(job, context);
    const told = await toldIn(silent.registration);
    expect(verbsOf(told)).to.deep.equal(['launched', 'initialized', 'abandoned']);
    expect(told.at(-1)?.result?.duration).to.match(/^PT(1799|1800|1801)\.\d\dS$/);
    expect(verbsOf(await toldIn(talking.registration))).to.deep.equal(['launched']);
  });
});
