import { expect } from 'chai';
import { openAu, playAu, startAu } from './lms/au.ts';
import { auXml, blockXml, PUBLISHER, publisherId } from './lms/course-package.ts';
import { type HubLms, type SeenStatement, startHubLms } from './lms/hub-lms.ts';
import { MOVE_ON, SESSION, verbsOf } from './vocabulary.ts';

const REASON = 'https://w3id.org/xapi/cmi5/result/extensions/reason';
const TYPES = 'https://w3id.org/xapi/cmi5/activitytype';

const au = (name: string, moveOn = 'CompletedOrPassed') =>
  auXml({ name, attributes: `moveOn="${moveOn}"` });

describe('cmi5 9.3.3 to 9.3.9: what the LMS concludes', function () {
  this.timeout(60_000);
  let lms: HubLms;

  before(async () => {
    lms = await startHubLms();
  });
  after(() => lms.close());

  const satisfiedOf = (statements: readonly SeenStatement[]) =>
    statements.filter(({ verb }) => verb.id === 'https://w3id.org/xapi/adl/verbs/satisfied');
  const groupingOf = ({ context }: SeenStatement) =>
    context.contextActivities.grouping.map(({ id }) => id);
  const sessionOf = ({ context }: SeenStatement) => context.extensions[SESSION];

  for (const [moveOn, verbs, isMet] of [
    ['Completed', ['completed'], true],
    ['Completed', ['passed'], false],
    ['Passed', ['passed'], true],
    ['Passed', ['completed'], false],
    ['CompletedOrPassed', ['completed'], true],
    ['CompletedOrPassed', ['passed'], true],
    ['CompletedOrPassed', ['failed'], false],
    ['CompletedAndPassed', ['completed'], false],
    ['CompletedAndPassed', ['passed'], false],
    ['CompletedAndPassed', ['completed', 'passed'], true],
  ] as const) {
    it(`9.3.3.0-3, 9.3.4.0-4: moveOn ${moveOn}, ${verbs.join(' and ')} -> ${isMet ? 'met' : 'not met'}`, async () => {
      const who = await lms.enrol(au('one', moveOn));
      const { registration } = await playAu(lms, who, ...verbs);
      const shown = await lms.registration(who.courseId, registration);
      expect(shown.aus[0]?.isMet).to.equal(isMet);
      expect(shown.completion).to.equal(isMet ? 'completed' : 'incomplete');
      expect(satisfiedOf(await lms.statements(registration))).to.have.length(isMet ? 1 : 0);
    });
  }

  it('9.3.9.0-1, 9.3.9.0-2, 9.3.9.0-3, 9.3.9.0-4, 9.3.9.0-5, 9.3.9.0-6, 9.3.9.0-7, 9.3.9.0-8, 9.3.9.0-9, 9.6.2.3-2: blocks are satisfied from the inside out, the course last, each once', async () => {
    const who = await lms.enrol(
      blockXml('outer', blockXml('inner', au('one'), au('two')), au('three')),
      au('four'),
    );
    const sessions: unknown[] = [];
    let registration = '';
    for (const name of ['one', 'two', 'three', 'four']) {
      const played = await playAu(lms, { ...who, auId: publisherId(name) }, 'completed');
      ({ registration } = played);
      sessions.push(played.launchData.contextTemplate.extensions[SESSION]);
    }
    const told = satisfiedOf(await lms.statements(registration));
    expect(told.map(groupingOf)).to.deep.equal([
      [publisherId('inner')],
      [publisherId('outer')],
      [PUBLISHER],
    ]);
    expect(told.map(({ object }) => object.definition?.type)).to.deep.equal([
      `${TYPES}/block`,
      `${TYPES}/block`,
      `${TYPES}/course`,
    ]);
    const ids = told.map(({ object }) => object.id);
    expect(new Set(ids).size).to.equal(3);
    expect(ids).not.to.include.members([publisherId('inner')]);
    expect(told.map(sessionOf)).to.deep.equal(sessions.slice(1));
    await playAu(lms, { ...who, auId: publisherId('one') });
    expect(satisfiedOf(await lms.statements(registration))).to.have.length(3);
    const other = { ...who, personId: await lms.person() };
    for (const name of ['one', 'two']) {
      ({ registration } = await playAu(lms, { ...other, auId: publisherId(name) }, 'completed'));
    }
    const [again] = satisfiedOf(await lms.statements(registration));
    expect(again?.object.id, 'the same object in all registrations').to.equal(ids[0]);
  });

  it('9.6.1.1-3: what asks for nothing is satisfied when somebody is registered', async () => {
    const who = await lms.enrol(
      blockXml('nothing', au('one', 'NotApplicable')),
      au('two', 'NotApplicable'),
    );
    const { id, completion } = await lms.register(who);
    expect(completion).to.equal('completed');
    const told = await lms.statements(id);
    expect(verbsOf(told)).to.deep.equal(['satisfied', 'satisfied']);
    expect(told.map(groupingOf)).to.deep.equal([[publisherId('nothing')], [PUBLISHER]]);
    expect(sessionOf(told[0] as SeenStatement)).to.be.a('string');
  });

  it('9.3.6.0-1, 9.3.0.0-10, 9.3.0.0-10 (d), 9.5.4.2-1, 9.5.4.2-2, 9.6.2.3-2, 9.6.3.1-3: a session is abandoned when the registration is launched again, once, for as long as it was heard of', async () => {
    const who = await lms.enrol(au('one'), au('two'));
    const first = await startAu(lms, who);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await first.say(first.allowed());
    const second = await openAu(lms, { ...who, auId: publisherId('two') });
    await openAu(lms, who);
    const told = await lms.statements(first.registration);
    expect(verbsOf(told)).to.deep.equal([
      ...[
        'launched',
        'initialized',
        'experienced',
        'abandoned',
        'launched',
        'abandoned',
        'launched',
      ],
    ]);
    const [one, two] = told.filter(({ verb }) => verb.id.endsWith('/abandoned'));
    expect(one?.verb.id).to.equal('https://w3id.org/xapi/adl/verbs/abandoned');
    expect(one?.object.id).to.equal(first.activityId);
    expect(one && sessionOf(one)).to.equal(first.launchData.contextTemplate.extensions[SESSION]);
    expect(one && groupingOf(one)).to.deep.equal([publisherId('one')]);
    const [, seconds] = /^PT(\d+\.\d\d)S$/.exec(one?.result?.duration ?? '') ?? [];
    expect(Number(seconds), 'until it was last heard of').to.be.at.least(0.05);
    expect(two?.object.id).to.equal(second.activityId);
    expect(two?.result?.duration, 'never heard of').to.equal('PT0.00S');
  });

  it('9.3.7.0-1, 9.3.7.0-2, 9.3.7.0-2 (d), 9.3.7.0-3, 9.3.7.0-4, 9.3.7.0-4 (d), 9.3.0.0-11, 9.3.0.0-11 (d1), 9.5.2.0-1 (d2), 9.5.3.0-1 (d2), 9.5.5.2-1, 9.6.2.2-1 (d4), 9.6.2.3-2: a waived AU is met, told once with its reason, in a session of its own', async () => {
    const who = await lms.enrol(au('one', 'Passed'), au('two', 'Passed'));
    const { id } = await lms.register(who);
    const waiver = { auId: publisherId('one'), reason: 'Tested Out' };
    await lms.waive(who.courseId, id, waiver);
    await lms.waive(who.courseId, id, { ...waiver, reason: 'Administrative' });
    const shown = await lms.waive(who.courseId, id, { auId: publisherId('two') });
    expect(shown.completion).to.equal('completed');
    const told = await lms.statements(id);
    expect(verbsOf(told)).to.deep.equal(['waived', 'waived', 'satisfied']);
    const [one, two, satisfied] = told;
    expect(one?.verb.id).to.equal('https://w3id.org/xapi/adl/verbs/waived');
    expect(one?.result).to.deep.equal({
      success: true,
      completion: true,
      extensions: { [REASON]: 'Tested Out' },
    });
    expect(two?.result?.extensions).to.deep.equal({ [REASON]: 'Administrative' });
    expect(one && groupingOf(one)).to.deep.equal([publisherId('one')]);
    expect(one?.context.contextActivities.category?.map((each) => each.id)).to.include(MOVE_ON);
    expect(one && sessionOf(one)).not.to.equal(two && sessionOf(two));
    expect(satisfied && sessionOf(satisfied)).to.equal(two && sessionOf(two));
  });
});
