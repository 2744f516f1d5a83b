import type { Statement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { findAttempts } from './testing/test-attempts.ts';
import { insertTestCourse, testAu, testBlock, testStructure } from './testing/test-course.ts';
import { beginSession, propertyOf } from './testing/test-session.ts';

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
});
