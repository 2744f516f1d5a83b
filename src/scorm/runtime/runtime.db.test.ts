import type { CourseCommit, CourseLaunch, DataModel } from '@crosswalk/course-player/launch';
import { expect } from 'chai';
import { startTestContentHub, type TestContentHub } from './testing/test-content-server.ts';
import { addTestCourse, PAGE, testItem, testScorm12 } from './testing/test-scorm-course.ts';

interface Attempt {
  id: string;
  courseId: string;
  assignmentId: string | null;
  scoreScaled: number | null;
  completion: string;
  success: string;
}

describe('a SCORM course that is played', function () {
  this.timeout(30_000);
  let hub: TestContentHub;

  before(async () => {
    hub = await startTestContentHub();
  });
  after(() => hub.close());

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await hub.request(method, path, { body });
    expect(answer.status, answer.text).to.be.lessThan(300);
    return answer.body as T;
  }
  const person = async () =>
    (await call<{ id: string }>('POST', '/v1/people', { displayName: '</script>Jo' })).id;
  const course = (...items: ReturnType<typeof testItem>[]) =>
    addTestCourse(hub, testScorm12(...(items.length > 0 ? items : [testItem('a')])));
  const attempts = async (personId: string) =>
    (await call<{ data: Attempt[] }>('GET', `/v1/people/${personId}/attempts`)).data;

  async function launch(courseId: string, personId: string, options: object = {}) {
    const path = `/v1/courses/${courseId}/launches`;
    return call<{ url: string; registration: string }>('POST', path, { personId, ...options });
  }

  async function page(url: string): Promise<{ headers: Headers; launch: CourseLaunch }> {
    const answer = await fetch(url);
    const text = await answer.text();
    expect(answer.status, text).to.equal(200);
    const data = /id="launch">(.*?)<\/script>/.exec(text)?.[1] ?? '';
    return { headers: answer.headers, launch: JSON.parse(data) };
  }

  async function open(courseId: string, personId: string, options?: object): Promise<CourseLaunch> {
    return (await page((await launch(courseId, personId, options)).url)).launch;
  }

  /** In the order in which they were stored. */
  async function statementsOf(registration: string): Promise<{ verb: { id: string } }[]> {
    const { key, secret } = await call<{ key: string; secret: string }>(
      'POST',
      '/v1/lrs-credentials',
      { name: 'test', scopes: ['all'] },
    );
    const Authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
    const answer = await hub.request(
      'GET',
      `/xapi/statements?registration=${registration}&ascending=true`,
      { key: null, headers: { Authorization, 'X-Experience-API-Version': '2.0.0' } },
    );
    return (answer.body as { statements: { verb: { id: string } }[] }).statements;
  }

  const commitOf = (number: number, changes: DataModel, item = 'a'): CourseCommit => ({
    ...{ number, items: [{ item, isFresh: false, changes }], currentItem: item, isEnded: false },
  });

  async function send({ commitUrl }: CourseLaunch, commit: object): Promise<number> {
    const answer = await fetch(commitUrl ?? '', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(commit),
    });
    return answer.status;
  }

  it('is opened by a page of another origin, with what the learner has left', async () => {
    const [courseId, personId] = [await course(), await person()];
    const { url } = await launch(courseId, personId, { returnUrl: 'https://lms.example/back' });
    const { headers, launch: first } = await page(url);
    expect(url).to.match(new RegExp(`^${hub.contentOrigin}/launch/`));
    expect(headers.get('Content-Security-Policy')).to.match(/sandbox allow-scripts(?!.*top-nav)/);
    expect(first).to.include({ standard: 'scorm12', returnUrl: 'https://lms.example/back' });
    expect(first.stored).to.deep.include({ currentItem: null, dataModels: {} });
    expect(first.items[0]?.starting).to.include({
      'cmi.core.student_id': personId,
      'cmi.core.student_name': '</script>Jo',
      'cmi.core.credit': 'credit',
    });
    const file = await fetch(first.items[0]?.url ?? '');
    expect(first.items[0]?.url).to.match(/\/Putting\/index\.html\?a=1$/);
    expect([file.status, await file.text()]).to.deep.equal([200, PAGE]);
    expect(file.headers.get('Content-Type')).to.equal('text/html');
    expect(await send(first, commitOf(1, { 'cmi.suspend_data': 'x' }))).to.equal(204);
    const again = await open(courseId, personId);
    expect(again.stored?.dataModels).to.deep.equal({ a: { 'cmi.suspend_data': 'x' } });
    expect(again.stored?.currentItem).to.equal('a');
  });

  it('stores each commit once, and nothing behind a later one', async () => {
    const [courseId, personId] = [await course(), await person()];
    const opened = await open(courseId, personId);
    expect(await send(opened, commitOf(2, { 'cmi.x': 'two' }))).to.equal(204);
    expect(await send(opened, commitOf(1, { 'cmi.x': 'one' }))).to.equal(204);
    expect(await send(opened, commitOf(2, { 'cmi.x': 'twice' }))).to.equal(204);
    const { stored } = await open(courseId, personId);
    expect(stored?.dataModels.a).to.deep.equal({ 'cmi.x': 'two' });
  });

  it('can be written to by the page that was opened last', async () => {
    const [courseId, personId] = [await course(), await person()];
    const first = await open(courseId, personId);
    const second = await open(courseId, personId);
    // The last words of a page that is loaded again arrive behind its successor's request.
    expect(await send(first, commitOf(1, { 'cmi.x': '1' }))).to.equal(204);
    expect(await send(second, commitOf(1, { 'cmi.y': '1' }))).to.equal(204);
    expect(await send(first, commitOf(2, { 'cmi.x': '2' }))).to.equal(409);
    const { stored } = await open(courseId, personId);
    expect(stored?.dataModels.a).to.deep.equal({ 'cmi.x': '1', 'cmi.y': '1' });
  });

  it('forgets an item that begins anew', async () => {
    const [courseId, personId] = [await course(), await person()];
    const opened = await open(courseId, personId);
    await send(opened, commitOf(1, { 'cmi.x': '1', 'cmi.y': '1' }));
    const items = [{ item: 'a', isFresh: true, changes: { 'cmi.x': '2' } }];
    await send(opened, { ...commitOf(2, {}), items });
    const { stored } = await open(courseId, personId);
    expect(stored?.dataModels.a).to.deep.equal({ 'cmi.x': '2' });
  });

  it('leaves an attempt, statements and the score for its assignment', async () => {
    const [courseId, personId] = [await course(), await person()];
    const { id: assignmentId } = await call<{ id: string }>('POST', '/v1/assignments', {
      ...{ courseId, personId, mode: 'study', masteryScore: 0.8 },
    });
    const { url, registration } = await launch(courseId, personId, { assignmentId });
    const opened = (await page(url)).launch;
    const question = (name: string) => `cmi.interactions.0.${name}`;
    const done = {
      'cmi.core.lesson_status': 'passed',
      'cmi.core.score.raw': '60',
      [question('id')]: 'q1',
      [question('type')]: 'choice',
      [question('student_response')]: 'b',
      [question('result')]: 'correct',
    };
    expect(await send(opened, commitOf(1, done))).to.equal(204);
    const [attempt] = await attempts(personId);
    expect(attempt).to.deep.include({
      ...{ id: registration, courseId, assignmentId, completion: 'completed', success: 'failed' },
    });
    expect(attempt?.scoreScaled).to.be.closeTo(0.6, 1e-6);
    const statements = await statementsOf(registration);
    expect(statements.map(({ verb }) => verb.id.split('/').at(-1))).to.deep.equal([
      'answered',
      'failed',
    ]);
  });

  it('keeps the score of whoever comes back to look something up', async () => {
    const [courseId, personId] = [await course(), await person()];
    const opened = await open(courseId, personId);
    const status = (value: string, raw: string) => ({
      'cmi.core.lesson_status': value,
      'cmi.core.score.raw': raw,
    });
    await send(opened, commitOf(1, status('passed', '90')));
    await send(opened, commitOf(2, status('incomplete', '10')));
    const [attempt] = await attempts(personId);
    expect(attempt).to.include({ completion: 'completed', success: 'passed' });
    expect(attempt?.scoreScaled).to.be.closeTo(0.9, 1e-6);
  });

  it('begins anew after an attempt that was failed and has ended', async () => {
    const [courseId, personId] = [await course(), await person()];
    const opened = await open(courseId, personId);
    const failed = { 'cmi.core.lesson_status': 'failed', 'cmi.core.score.raw': '10' };
    await send(opened, commitOf(1, failed));
    await open(courseId, personId);
    expect(await attempts(personId)).to.have.lengthOf(1);
    const ended = { ...commitOf(1, {}), isEnded: true };
    await send(await open(courseId, personId), ended);
    const { stored } = await open(courseId, personId);
    expect(stored?.dataModels).to.deep.equal({});
    expect(await attempts(personId)).to.have.lengthOf(2);
  });

  for (const launchMode of ['Browse', 'Review']) {
    it(`${launchMode} leaves no facts`, async () => {
      const [courseId, personId] = [await course(), await person()];
      const { commitUrl, items } = await open(courseId, personId, { launchMode });
      expect(commitUrl).to.equal(null);
      expect(items[0]?.starting).to.include({
        'cmi.core.lesson_mode': launchMode.toLowerCase(),
        'cmi.core.credit': 'no-credit',
      });
      expect(await attempts(personId)).to.deep.equal([]);
    });
  }

  it('opens by a link that is sent to a learner', async () => {
    const [courseId, personId] = [await course(), await person()];
    const link = await call<{ url: string }>('POST', '/v1/play-links', { courseId, personId });
    const answer = await hub.request('GET', new URL(link.url).pathname, { key: null });
    expect(answer.status).to.equal(303);
    const { launch: opened } = await page(answer.headers.get('Location') ?? '');
    expect(opened.commitUrl).to.not.equal(null);
  });

  const refused: [string, (token: string) => string, number][] = [
    ['an address that was changed', (token) => `launch/${token}x`, 404],
    ['an address of another kind', (token) => `commits/${token}`, 404],
    ['files by it', (token) => `files/${token}/Putting/index.html`, 404],
    ['an address of nobody', () => 'launch/nothing', 404],
  ];
  for (const [title, path, status] of refused) {
    it(`refuses ${title}`, async () => {
      const { url } = await launch(await course(), await person());
      const [token = ''] = url.split('/').slice(-1);
      const target = path(token);
      const method = target.startsWith('commits') ? 'POST' : 'GET';
      const answer = await fetch(`${hub.contentOrigin}/${target}`, { method });
      expect(answer.status).to.equal(status);
    });
  }

  it('shows files of its own course only, and no worker that would outlive it', async () => {
    const [first, second] = [await course(), await course()];
    const url = (await open(first, await person())).items[0]?.url ?? '';
    const other = (await open(second, await person())).items[0]?.url ?? '';
    expect(new URL(url).pathname).to.not.equal(new URL(other).pathname);
    for (const path of ['../../../etc/passwd', '..%2f..%2fx', 'missing.html', '%E0%A4%A']) {
      expect((await fetch(url.replace('Putting/index.html', path))).status, path).to.equal(404);
    }
    const worker = await fetch(url, { headers: { 'Service-Worker': 'script' } });
    expect(worker.status).to.equal(404);
  });

  it('sends a file once: who has it is told that it is the same', async () => {
    const url = (await open(await course(), await person())).items[0]?.url ?? '';
    const etag = (await fetch(url)).headers.get('ETag') ?? '';
    const ask = async (tag: string) => {
      // As browsers do; `fetch` by itself asks for no answer out of a cache.
      const headers = { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' };
      const answer = await fetch(url, { headers });
      return [answer.status, await answer.text()];
    };
    expect(await ask(etag)).to.deep.equal([304, '']);
    expect(await ask('"other"')).to.deep.equal([200, PAGE]);
  });

  for (const name of ['constructor', '__proto__', 'none.js']) {
    it(`has no file of its own called ${name}`, async () => {
      expect((await fetch(`${hub.contentOrigin}/runtime/${name}`)).status).to.equal(404);
    });
  }

  it('refuses text that the database cannot keep', async () => {
    const opened = await open(await course(), await person());
    const commit = commitOf(1, { 'cmi.x': '1' });
    for (const broken of ['a\0', '\ud800', 'a\udc00b']) {
      const [changed] = commit.items;
      expect(await send(opened, { ...commit, currentItem: broken })).to.equal(422);
      expect(await send(opened, { ...commit, items: [{ ...changed, item: broken }] })).to.equal(
        422,
      );
    }
    expect(await send(opened, { ...commit, sequencing: '\0' })).to.equal(422);
    expect(await send(opened, { ...commit, currentItem: '\u{1f3cc}' })).to.equal(204);
  });

  it('refuses what is no commit, and people who are not active', async () => {
    const [courseId, personId] = [await course(), await person()];
    const opened = await open(courseId, personId);
    expect(await send(opened, { ...commitOf(1, {}), number: 0 })).to.equal(422);
    expect(await send(opened, commitOf(1, { 'window.x': '1' }))).to.equal(422);
    await call('PATCH', `/v1/people/${personId}`, { active: false });
    const path = `/v1/courses/${courseId}/launches`;
    expect((await hub.request('POST', path, { body: { personId } })).status).to.equal(403);
  });
});
