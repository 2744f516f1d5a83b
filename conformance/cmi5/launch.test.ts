import { expect } from 'chai';
import { openAu } from './lms/au.ts';
import { auXml, publisherId } from './lms/course-package.ts';
import { type HubLms, startHubLms } from './lms/hub-lms.ts';
import { DEFINED, SESSION, verbsOf } from './vocabulary.ts';

const CONTEXT = 'https://w3id.org/xapi/cmi5/context/extensions';

const full = auXml({
  name: 'full',
  url: 'index.html?paramA=1&amp;paramB=a%20b#top',
  attributes: 'moveOn="CompletedAndPassed" masteryScore="0.9" launchMethod="OwnWindow"',
  elements: `<launchParameters> {"mode": "quiz"} </launchParameters>
    <entitlementKey> sample value </entitlementKey>`,
});
const plain = auXml({ name: 'plain' });

describe('cmi5 8, 9.3.1, 10: a launch', function () {
  this.timeout(60_000);
  let lms: HubLms;
  let who: { courseId: string; personId: string };

  before(async () => {
    lms = await startHubLms();
    who = await lms.enrol(full, plain);
  });
  after(() => lms.close());

  it('8.1.0.0-4, 8.1.0.0-5, 8.1.0.0-8, 8.1.1.0-1, 8.1.2.0-1, 8.2.1.0-1, 8.1.3.0-1, 8.1.4.0-1, 8.1.5.0-2: its URL has the five parameters, encoded', async () => {
    const { url, registration } = await lms.launch(who);
    const { searchParams } = new URL(url);
    for (const name of ['endpoint', 'fetch', 'actor', 'registration', 'activityId']) {
      expect(searchParams.getAll(name), name).to.have.length(1);
    }
    expect(searchParams.get('registration')).to.equal(registration);
    expect(searchParams.get('endpoint')).to.equal(`${lms.origin}/xapi/`);
    expect(url).not.to.match(/[\s"{}]/);
  });

  it('13.1.4.0-3: the query and the fragment of the AU stay', async () => {
    const { url } = await lms.launch({ ...who, auId: publisherId('full') });
    expect(url).to.match(/index\.html\?paramA=1&paramB=a%20b&endpoint=.*#top$/);
  });

  it('8.1.3.0-1, 9.2.0.0-1, 9.2.0.0-2, 9.2.0.0-3: the actor is an Agent by an account, and nothing else is told of it', async () => {
    const { url } = await lms.launch(who);
    expect(JSON.parse(new URL(url).searchParams.get('actor') ?? '')).to.deep.equal({
      objectType: 'Agent',
      account: { homePage: lms.origin, name: who.personId },
    });
  });

  it("8.1.5.0-1, 8.1.5.0-3, 8.1.5.0-4: the activity id is the hub's, and the same in every registration", async () => {
    const ids = [];
    for (const auId of [publisherId('full'), publisherId('plain'), publisherId('full')]) {
      const { url } = await lms.launch({ ...who, auId });
      ids.push(new URL(url).searchParams.get('activityId'));
    }
    const other = await lms.launch({
      ...{ courseId: who.courseId, personId: await lms.person(), auId: publisherId('full') },
    });
    expect(new URL(other.url).searchParams.get('activityId')).to.equal(ids[0]);
    expect(ids[2]).to.equal(ids[0]);
    expect(ids[1]).not.to.equal(ids[0]);
    expect(ids).not.to.include(publisherId('full'));
  });

  it('9.6.1.0-1, 9.6.1.1-2: the registration is generated, goes on from launch to launch, and another learner has another', async () => {
    const [first, again] = [await lms.launch(who), await lms.launch(who)];
    const other = await lms.launch({ courseId: who.courseId, personId: await lms.person() });
    expect(again.registration).to.equal(first.registration);
    expect(other.registration).not.to.equal(first.registration);
  });

  it('6.0.0.0-2, 6.2.0.0-1, 10.1.0.0-1, 10.1.0.0-2, 10.1.0.0-3, 10.1.0.0-4, 10.1.0.0-5, 10.2.1.0-1, 10.2.2.0-4, 10.2.3.0-1, 10.2.4.0-1, 10.2.5.0-1, 10.2.7.0-1, 10.2.7.1-1, 10.2.7.2-1: launch data are there under activity, agent and registration, with all that the course says', async () => {
    const returnUrl = 'https://school.example/back?a=1';
    const launch = { ...who, auId: publisherId('full'), launchMode: 'Browse', returnUrl } as const;
    const au = await openAu(lms, launch);
    const { contextTemplate, ...rest } = au.launchData;
    expect(rest).to.deep.equal({
      launchMode: 'Browse',
      moveOn: 'CompletedAndPassed',
      launchParameters: '{"mode": "quiz"}',
      masteryScore: 0.9,
      returnURL: returnUrl,
      // Nothing was agreed upon from another source, so there is no `alternate`.
      entitlementKey: { courseStructure: 'sample value' },
    });
    expect(contextTemplate).to.be.an('object');
  });

  it('10.2.1.0-2, 10.2.1.0-3, 9.6.2.3-1, 9.6.3.1-1, 9.6.3.1-2: the context template holds the session id, new in each launch, and the id of the publisher', async () => {
    const launch = { ...who, auId: publisherId('plain') };
    const [first, second] = [await openAu(lms, launch), await openAu(lms, launch)];
    const { contextActivities, extensions } = first.launchData.contextTemplate;
    expect(contextActivities.grouping?.map(({ id }) => id)).to.deep.equal([publisherId('plain')]);
    expect(extensions[SESSION]).to.be.a('string').and.not.equal('');
    expect(second.launchData.contextTemplate.extensions[SESSION]).not.to.equal(extensions[SESSION]);
  });

  it('9.3.1.0-1, 9.3.1.0-2, 9.3.1.0-2 (d), 9.4.0.0-1, 9.4.0.0-2, 9.6.0.0-1, 9.6.2.1-1, 9.6.2.3-2, 9.6.3.1-3, 9.6.3.2-1, 9.6.3.3-1, 9.6.3.4-1, 9.6.3.6-1, 9.6.3.7-1: one launched statement tells of it', async () => {
    const personId = await lms.person();
    const launch = { courseId: who.courseId, personId, auId: publisherId('full') };
    const au = await openAu(lms, { ...launch, launchMode: 'Review' });
    const told = await lms.statements(au.registration);
    expect(verbsOf(told)).to.deep.equal(['launched']);
    const [launched] = told;
    expect(launched?.actor).to.deep.equal(au.actor);
    expect(launched?.object.id).to.equal(au.activityId);
    expect(launched?.context.contextActivities.category?.map(({ id }) => id)).to.deep.equal([
      DEFINED,
    ]);
    expect(launched?.context.contextActivities.grouping.map(({ id }) => id)).to.deep.equal([
      publisherId('full'),
    ]);
    expect(launched?.context.extensions).to.deep.equal({
      [SESSION]: au.launchData.contextTemplate.extensions[SESSION],
      [`${CONTEXT}/launchmode`]: 'Review',
      [`${CONTEXT}/launchurl`]: au.launch.href.replace(/&endpoint=.*(#top)/, '$1'),
      [`${CONTEXT}/moveon`]: 'CompletedAndPassed',
      [`${CONTEXT}/masteryscore`]: 0.9,
      [`${CONTEXT}/launchparameters`]: '{"mode": "quiz"}',
    });
  });

  it('4.2.0.0-2: a credential of the LRS reads what was told of any learner, in all sessions', async () => {
    const personId = await lms.person();
    const launch = { courseId: who.courseId, personId };
    await lms.launch(launch);
    const { registration } = await lms.launch(launch);
    expect(verbsOf(await lms.statements(registration))).to.deep.equal([
      'launched',
      'abandoned',
      'launched',
    ]);
  });
});
