import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { findCourse } from '../courses/course.store.ts';
import { launchCmi5 } from './launch.ts';
import { findAttempts } from './testing/test-attempts.ts';
import { insertTestCourse } from './testing/test-course.ts';

const activityId = 'https://publisher.example/activities/1';
const ADL = 'http://adlnet.gov/expapi/verbs';

describe('a package with a tincan.xml', () => {
  let hub: TestHub;
  let seed: Seed;
  let courseId: string;

  before(async () => {
    hub = await startTestHub();
    seed = createSeed(hub);
    courseId = await hub.hub.database.tenant(hub.tenantId, (db) =>
      insertTestCourse(db, {
        kind: 'tincan',
        activities: [
          {
            ...{ id: activityId, type: 'http://adlnet.gov/expapi/activities/course' },
            ...{ name: { en: 'Golf' }, description: {} },
            launch: { path: 'index.html', suffix: '?a=1' },
          },
        ],
      }),
    );
  });
  after(() => hub.close());

  async function launch() {
    const personId = await seed.person();
    const course = await hub.hub.database.read(hub.tenantId, (db) => findCourse(db, courseId));
    if (!course) throw new Error('no such course');
    const deps = { ...hub.hub, publicUrl: hub.hub.config.publicUrl };
    const input = { course, personId, launchMode: 'Normal' } as const;
    const { url, registration } = await launchCmi5(deps, hub.tenantId, input);
    const { searchParams } = new URL(url);
    const actor = JSON.parse(searchParams.get('actor') ?? '');
    const say = (statement: object) =>
      hub.request('POST', '/xapi/statements', {
        key: null,
        body: { actor, object: { id: activityId }, ...statement },
        headers: {
          Authorization: searchParams.get('auth') ?? '',
          'X-Experience-API-Version': '1.0.1',
        },
      });
    return { url, searchParams, registration, personId, say };
  }

  it("is launched with endpoint, auth, actor, registration and the publisher's activity id", async () => {
    const { url, searchParams, registration } = await launch();
    expect(url).to.include('/index.html?a=1&endpoint=');
    expect(searchParams.get('activity_id')).to.equal(activityId);
    expect(searchParams.get('registration')).to.equal(registration);
    expect(searchParams.get('auth')).to.match(/^Basic /);
  });

  for (const [what, statement, expected] of [
    [
      'completed',
      { verb: { id: `${ADL}/completed` } },
      { completion: 'completed', success: 'unknown', scoreScaled: null },
    ],
    [
      'passed with a score',
      { verb: { id: `${ADL}/passed` }, result: { score: { scaled: 0.75 } } },
      { completion: 'completed', success: 'passed', scoreScaled: 0.75 },
    ],
    [
      'failed with a raw score',
      { verb: { id: `${ADL}/failed` }, result: { score: { raw: 5, min: 0, max: 10 } } },
      { completion: 'incomplete', success: 'failed', scoreScaled: 0.5 },
    ],
    [
      'experienced, with success and completion in the result',
      { verb: { id: `${ADL}/experienced` }, result: { success: true, completion: true } },
      { completion: 'completed', success: 'passed', scoreScaled: null },
    ],
  ] as const) {
    it(`${what} is what the attempt is worth`, async () => {
      const { personId, say } = await launch();
      const answer = await say(statement);
      expect(answer.status, answer.text).to.equal(200);
      const [attempt] = await findAttempts(hub, personId);
      expect(attempt).to.include(expected);
    });
  }

  it('a statement about a part changes nothing, and is stored', async () => {
    const { personId, say } = await launch();
    const answer = await say({
      verb: { id: `${ADL}/completed` },
      object: { id: `${activityId}/page/2` },
    });
    expect(answer.status).to.equal(200);
    const [attempt] = await findAttempts(hub, personId);
    expect(attempt).to.include({ completion: 'incomplete', success: 'unknown' });
  });

  it('content speaks of its own learner only, in its own registration, and voids nothing', async () => {
    const { say } = await launch();
    const verb = { id: `${ADL}/completed` };
    for (const statement of [
      { verb, actor: { mbox: 'mailto:other@example.com' } },
      { verb, context: { registration: crypto.randomUUID() } },
      {
        verb: { id: `${ADL}/voided` },
        object: { objectType: 'StatementRef', id: crypto.randomUUID() },
      },
    ]) {
      expect((await say(statement)).status).to.equal(403);
    }
  });
});
