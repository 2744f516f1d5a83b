import { expect } from 'chai';
import { type Au, accepted, openAu, propertyOf, type Spoken, startAu } from './lms/au.ts';
import { auXml } from './lms/course-package.ts';
import { type HubLms, startHubLms } from './lms/hub-lms.ts';
import { verbsOf } from './vocabulary.ts';

const score = { scaled: 0.9 };

describe('cmi5 9.3, 10.2.2: what may be said when', function () {
  this.timeout(60_000);
  let lms: HubLms;
  let who: { courseId: string; personId: string };

  before(async () => {
    lms = await startHubLms();
    who = await lms.enrol(
      auXml({ name: 'one', attributes: 'masteryScore="0.8" moveOn="CompletedAndPassed"' }),
    );
  });
  after(() => lms.close());

  async function refused(statements: Spoken[], id: string, by: Au): Promise<void> {
    const { status, body } = await by.say(...statements);
    expect([status, propertyOf(body, 'requirement')]).to.deep.equal([403, `cmi5 ${id}`]);
  }

  /** Another learner's. */
  const anew = async (launch: object = {}) =>
    startAu(lms, { courseId: who.courseId, personId: await lms.person(), ...launch });

  it('9.3.0.0-9: statements with any verb are stored, and shown to the credentials of the LRS', async () => {
    const au = await anew();
    const statement = au.allowed('asked');
    await accepted(au, statement);
    const told = await lms.statements(au.registration);
    expect(told.map(({ id }) => id)).to.include(statement.id);
  });

  it('7.1.1.0-1, 7.1.1.0-1 (d1), 7.1.1.0-1 (d2), 7.1.3.0-1, 7.1.3.0-1 (d1), 9.3.0.0-4, 9.3.0.0-4 (d1), 9.3.0.0-4 (d2), 9.3.2.0-2: nothing comes before initialized', async () => {
    const other = await openAu(lms, { ...who, personId: await lms.person() });
    await other.ask('GET', other.profile());
    await refused([other.allowed()], '9.3.0.0-4 (d2)', other);
    await refused([other.defined('completed')], '9.3.0.0-4 (d2)', other);
    await refused([other.allowed('initialized')], '9.3.0.0-4 (d2)', other);
    await accepted(other, other.defined('initialized'));
    await accepted(other, other.allowed());
  });

  it('9.3: within a batch the timestamps say what is first', async () => {
    const other = await openAu(lms, { ...who, personId: await lms.person() });
    await other.ask('GET', other.profile());
    const [initialized, allowed] = [other.defined('initialized'), other.allowed()];
    initialized.timestamp = new Date(Date.now() - 60_000).toISOString();
    expect((await other.say(allowed, initialized)).status).to.equal(200);
  });

  it('7.1.2.0-1, 7.1.2.0-1 (d1), 7.1.2.0-1 (d2), 7.1.3.0-1 (d2), 9.3.0.0-5, 9.3.0.0-5 (d1), 9.3.0.0-5 (d2), 9.3.8.0-2, 9.3.8.0-4: nothing comes after terminated', async () => {
    const other = await anew();
    const [terminated, late] = [other.defined('terminated'), other.allowed()];
    late.timestamp = new Date(Date.now() + 1_000).toISOString();
    await refused([terminated, late], '9.3.0.0-5 (d2)', other);
    await accepted(other, terminated);
    await refused([late], '8.1.2.0-2 (d)', other);
    await refused([other.defined('completed')], '8.1.2.0-2 (d)', other);
  });

  it('what was stored and comes again, because its answer was lost, is no breach', async () => {
    const other = await anew();
    const [completed, terminated] = [other.defined('completed'), other.defined('terminated')];
    for (const statement of [completed, completed, terminated, terminated]) {
      await accepted(other, statement);
    }
    expect(verbsOf(await lms.statements(other.registration))).to.deep.equal([
      ...['launched', 'initialized', 'completed', 'terminated'],
    ]);
    await refused([completed], '8.1.2.0-2 (d)', other);
    const forged = { ...completed, verb: { id: 'http://adlnet.gov/expapi/verbs/passed' } };
    expect((await other.say(forged, terminated)).status).to.equal(409);
  });

  it('9.3.0.0-2 (d), 9.3.3.0-2, 9.3.0.0-3, 9.3.0.0-3 (d): each verb once in a session, and one judgement', async () => {
    const other = await anew();
    await accepted(other, other.defined('completed'));
    await refused([other.defined('completed')], '9.3.0.0-2 (d)', other);
    await accepted(other, other.defined('failed', { scaled: 0.1 }));
    await refused([other.defined('failed')], '9.3.0.0-2 (d)', other);
    await refused([other.defined('passed', score)], '9.3.0.0-3 (d)', other);
  });

  it('9.3.0.0-6, 9.3.0.0-6 (d1), 9.3.0.0-6 (d2), 9.3.0.0-7, 9.3.0.0-7 (d1), 9.3.0.0-7 (d2), 9.3.4.0-3, 9.3.0.0-8, 9.3.0.0-8 (d): completed and passed once in a registration, and not failed afterwards', async () => {
    const first = await anew();
    const launch = { courseId: who.courseId, personId: first.actor.account?.name ?? '' };
    await accepted(first, first.defined('failed', { scaled: 0.2 }));
    await accepted(first, first.defined('terminated'));
    const second = await startAu(lms, launch);
    expect(second.registration).to.equal(first.registration);
    await accepted(second, second.defined('passed', score));
    await accepted(second, second.defined('completed'));
    await accepted(second, second.defined('terminated'));
    const third = await startAu(lms, launch);
    await refused([third.defined('completed')], '9.3.0.0-6 (d2)', third);
    await refused([third.defined('passed', score)], '9.3.0.0-7 (d2)', third);
    await refused([third.defined('failed', { scaled: 0.2 })], '9.3.0.0-8 (d)', third);
  });

  for (const [launchMode, ...ids] of [
    ['Browse', '10.2.2.0-2 (d)', '10.2.2.0-2', '10.2.2.0-9'],
    ['Review', '10.2.2.0-3 (d)', '10.2.2.0-3', '10.2.2.0-11'],
  ] as const) {
    it(`${ids.join(', ')}, 10.2.2.0-1 (d), 10.2.2.0-5 (d): a session to ${launchMode.toLowerCase()} is not judged`, async () => {
      const other = await anew({ launchMode });
      expect(other.launchData.launchMode).to.equal(launchMode);
      for (const statement of [
        other.defined('completed'),
        other.defined('passed', score),
        other.defined('failed', { scaled: 0.1 }),
      ]) {
        await refused([statement], ids[0], other);
      }
      await accepted(other, other.allowed());
      await accepted(other, other.defined('terminated'));
    });
  }

  it('10.2.2.0-1, 10.2.2.0-7: a Normal session is judged and recorded', async () => {
    const other = await anew({ launchMode: 'Normal' });
    await accepted(other, other.defined('passed', score));
    const { aus } = await lms.registration(who.courseId, other.registration);
    expect(aus[0])
      .to.include({ scoreScaled: 0.9 })
      .and.have.property('passedAt')
      .that.is.a('string');
  });
});
