import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { claimNames } from '../claims.ts';
import { launchSettings, startTestPlatform, type TestPlatform } from './test-platform.ts';

const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

interface Session {
  sessionToken: string;
  learner: { id: string; name: string } | null;
  mode: string;
  record: string;
  returnUrl?: string;
  content: { items: unknown[]; options: { locale?: string } };
}

describe('what a launch lands in', () => {
  let hub: TestHub;
  let platform: TestPlatform;
  let seed: Seed;
  let deckId: string;
  let custom: Record<string, unknown>;

  before(async () => {
    hub = await startTestHub(launchSettings);
    platform = await startTestPlatform(hub);
    seed = createSeed(hub);
    deckId = (await seed.published()).deckId;
    custom = { [claimNames.custom]: { deck_id: deckId } };
  });
  after(async () => {
    await platform.close();
    await hub.close();
  });

  const opened = async (answer: TestAnswer): Promise<Session> => {
    expect(answer.status, answer.text).to.equal(303);
    const link = answer.headers.get('Location')?.slice('/play/'.length) ?? '';
    const session = await hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    expect(session.status, session.text).to.equal(200);
    // Sound for a test: the expectations look at what is there.
    return session.body as Session;
  };
  const open = async (changes: Record<string, unknown> = {}) =>
    opened(await platform.launch({ ...custom, ...changes }));
  const ask = (token: string, method: string, path: string, body?: unknown) =>
    hub.request(method, path, { key: token, body });
  const rows = async (sql: string, ...values: unknown[]) =>
    (await hub.hub.database.read(hub.tenantId, (db) => db.query(sql, [hub.tenantId, ...values])))
      .rows;

  /** Answers the first prompt of the queue. */
  async function answerOne(token: string): Promise<void> {
    const queue = await ask(token, 'GET', '/play/api/queue');
    // Sound for a test: the deck has prompts.
    const { items } = queue.body as { items: { item: { id: string } }[] };
    const review = { id: uuidv7(), promptId: items[0]?.item.id, rating: 'good', latencyMs: 900 };
    const reviews = [{ ...review, reviewedAt: new Date().toISOString() }];
    const answer = await ask(token, 'POST', '/play/api/reviews', reviews);
    expect(answer.status, answer.text).to.equal(200);
  }

  it('records what a learner does', async () => {
    const session = await open();
    expect(session).to.include({ record: 'facts', mode: 'study' });
    expect(session.content.items).to.deep.equal([]);
    const queue = await ask(session.sessionToken, 'GET', '/play/api/queue');
    expect(queue.status).to.equal(200);
  });

  for (const role of ['Instructor', 'Mentor', 'Administrator']) {
    it(`is a preview for ${role}, which nothing can be recorded by`, async () => {
      const session = await open({ sub: `preview-${role}`, [claimNames.roles]: [role] });
      expect(session.record).to.equal('nothing');
      expect(session.content.items).to.have.length.greaterThan(0);
      for (const [method, path, body] of [
        ['GET', '/play/api/queue', undefined],
        ['POST', '/play/api/attempts', { id: deckId }],
      ] as const) {
        const answer = await ask(session.sessionToken, method, path, body);
        expect(answer.status, answer.text).to.equal(403);
        expect(answer.body).to.include({ code: 'preview' });
      }
    });
  }

  it('is a preview of the submission for whoever reviews it', async () => {
    const review = {
      [claimNames.messageType]: 'LtiSubmissionReviewRequest',
      [claimNames.forUser]: { user_id: 'user-1' },
      [claimNames.grades]: { lineitem: 'https://lms.example/items/1' },
    };
    expect(await open(review)).to.include({ record: 'nothing' });
  });

  it('is for nobody where the launch is anonymous, and leaves nothing', async () => {
    const people = await rows('select id from person where tenant_id = $1');
    const session = await open({ sub: undefined, name: undefined, email: undefined });
    expect(session).to.include({ record: 'nothing', learner: null });
    expect(await rows('select id from person where tenant_id = $1')).to.have.length(people.length);
  });

  it('names people without a name by nothing that tells who they are, until it is told', async () => {
    const nameless = { sub: 'secret-subject', name: undefined, email: undefined };
    const { learner } = await open(nameless);
    expect(learner?.name).to.match(/^Learner [0-9a-f]{4}$/);
    const named = await open({ ...nameless, given_name: 'Grace', family_name: 'Hopper' });
    expect(named.learner).to.deep.equal({ id: learner?.id, name: 'Grace Hopper' });
    expect((await open(nameless)).learner?.name).to.equal('Grace Hopper');
  });

  it('never takes somebody for another person by their e-mail', async () => {
    const first = await open({ sub: 'first', email: 'same@school.example' });
    const second = await open({ sub: 'second', email: 'same@school.example' });
    expect(first.learner?.id).not.to.equal(second.learner?.id);
  });

  it('records what a test student does, whom no analytics count', async () => {
    const session = await open({ sub: 'test-student', [claimNames.roles]: [TEST_USER, 'Learner'] });
    expect(session.record).to.equal('facts');
    const [person] = await rows(
      'select is_test from person where tenant_id = $1 and id = $2',
      session.learner?.id,
    );
    expect(person).to.deep.equal({ is_test: true });
    const learner = await open({ sub: 'counted' });
    for (const token of [session.sessionToken, learner.sessionToken]) await answerOne(token);
    const counted = await rows(
      'select distinct person_id from lrs_fact where tenant_id = $1 and person_id is not null',
    );
    expect(counted).to.deep.equal([{ person_id: learner.learner?.id }]);
  });

  it('speaks the language of the launch and leads back where it says', async () => {
    const session = await open({
      [claimNames.launchPresentation]: {
        locale: 'fr_CA',
        return_url: 'https://lms.example/back?x=1',
      },
    });
    expect(session.content.options.locale).to.equal('fr-CA');
    expect(session.returnUrl).to.equal('https://lms.example/back?x=1');
  });

  for (const return_url of [
    'javascript:alert(1)',
    'data:text/html,x',
    '/relative',
    'x'.repeat(5000),
  ]) {
    it(`never leads back to ${return_url.slice(0, 20)}`, async () => {
      const session = await open({ [claimNames.launchPresentation]: { return_url } });
      expect(session).not.to.have.property('returnUrl');
    });
  }

  it('may be framed by the platform and by the page that it says', async () => {
    const answer = await platform.launch({
      ...custom,
      [claimNames.launchPresentation]: { return_url: "https://course.example/x;script-src 'self'" },
    });
    const page = await hub.request('GET', answer.headers.get('Location') ?? '', { key: null });
    expect(page.headers.get('Content-Security-Policy')?.split('; ').at(-1)).to.equal(
      `frame-ancestors ${platform.issuer} https://course.example`,
    );
  });

  it('opens a quiz where the link asks for one', async () => {
    const session = await open({
      [claimNames.resourceLink]: { id: 'quiz' },
      [claimNames.custom]: { deck_id: deckId, mode: 'test' },
    });
    expect(session.mode).to.equal('test');
  });

  it('takes a variable that the platform did not replace for none', async () => {
    const answer = await platform.launch({
      [claimNames.resourceLink]: { id: 'unresolved' },
      [claimNames.custom]: { assignment_id: '$ResourceLink.custom', deck_id: deckId },
    });
    expect(answer.status).to.equal(303);
  });

  it('takes an assignment for its first link, and a copy of it for every other', async () => {
    const made = await hub.request('POST', '/v1/assignments', { body: { deckId, mode: 'study' } });
    expect(made.status, made.text).to.equal(201);
    const { id } = made.body as { id: string };
    const launch = async (link: string, course: string) => {
      const answer = await platform.launch({
        [claimNames.custom]: { assignment_id: id },
        [claimNames.resourceLink]: { id: link },
        [claimNames.context]: { id: course },
      });
      expect(answer.status, answer.text).to.equal(303);
      const [row] = await rows(
        'select assignment_id from lti_resource_link where tenant_id = $1 and resource_link_id = $2',
        link,
      );
      return row?.assignment_id;
    };
    expect(await launch('a', 'course-a')).to.equal(id);
    const copy = await launch('b', 'course-b');
    expect(copy).to.be.a('string').and.not.equal(id);
    expect(await launch('b', 'course-b')).to.equal(copy);
    expect(await launch('a', 'course-a')).to.equal(id);
  });

  it('sets a link up once when a class launches at the same time', async () => {
    const many = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        platform.launch({
          ...custom,
          sub: `class-${i}`,
          [claimNames.resourceLink]: { id: 'class' },
          [claimNames.context]: { id: 'class', title: 'Class' },
        }),
      ),
    );
    expect(many.map(({ status }) => status)).to.deep.equal([303, 303, 303, 303, 303]);
    expect(
      await rows(
        `select from assignment where tenant_id = $1 and origin ->> 'resourceLinkId' = 'class'`,
      ),
    ).to.have.length(1);
  });

  it('never opens what belongs to another tenant', async () => {
    const other = await hub.tenant();
    const theirs = createSeed({
      ...hub,
      request: (method, path, request) => hub.request(method, path, { key: other.key, ...request }),
    });
    const foreign = (await theirs.published()).deckId;
    const answer = await platform.launch({
      [claimNames.custom]: { deck_id: foreign },
      [claimNames.resourceLink]: { id: 'foreign' },
    });
    expect(answer.status).to.equal(404);
    expect(answer.text).to.contain('content_missing');
  });

  it('belongs to the tenant of the deployment, not to that of the registration', async () => {
    const other = await hub.tenant();
    const shared = await startTestPlatform(hub, { registration: { isShared: true } });
    await hub.hub.database.tenant(other.tenantId, (db) =>
      db.query(
        `insert into lti_deployment (tenant_id, id, registration_id, deployment_id)
         values ($1, gen_random_uuid(), $2, 'theirs')`,
        [other.tenantId, shared.registrationId],
      ),
    );
    const answer = await shared.launch({ ...custom, [claimNames.deploymentId]: 'theirs' });
    // The deck is the first tenant's, so the other one has no such content.
    expect(answer.text).to.contain('content_missing');
    await shared.close();
  });

  it('asks a teacher what an empty link should open', async () => {
    const answer = await platform.launch({
      [claimNames.resourceLink]: { id: 'empty' },
      [claimNames.roles]: ['Instructor'],
    });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('Location')).to.match(/^\/lti\/deep-link\/[\w-]{43}$/);
  });

  it('ends at once for somebody who is deactivated, and lets them in no more', async () => {
    const session = await open({ sub: 'leaver' });
    const path = `/v1/people/${session.learner?.id}`;
    expect((await hub.request('PATCH', path, { body: { active: false } })).status).to.equal(200);
    const answer = await ask(session.sessionToken, 'GET', '/play/api/queue');
    expect(answer.status).to.equal(401);
    const again = await platform.launch({ ...custom, sub: 'leaver' });
    expect(again.status).to.equal(403);
    expect(again.text).to.contain('person_inactive');
  });

  it('says where to go when the code is used up', async () => {
    const answer = await platform.launch(custom);
    await opened(answer);
    const link = answer.headers.get('Location')?.slice('/play/'.length) ?? '';
    const again = await hub.request('POST', '/play/api/sessions', { key: null, body: { link } });
    expect(again.status).to.equal(410);
    expect(again.body).to.include({ code: 'code_spent' });
  });
});
