import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../../api/test-hub.ts';
import { createSeed, type Seed } from '../../../api/test-seed.ts';
import { insertTestCourse, testAu, testBlock, testStructure } from '../testing/test-course.ts';

describe('the parts of a course', () => {
  let hub: TestHub;
  let seed: Seed;

  before(async () => {
    hub = await startTestHub();
    seed = createSeed(hub);
  });
  after(() => hub.close());

  /** Opens a link to the course, as an LMS or the learner's home does. */
  async function open(
    parts: Parameters<typeof testStructure>,
    { dest = 'document', returnUrl }: { dest?: string; returnUrl?: string } = {},
  ) {
    const courseId = await hub.hub.database.tenant(hub.tenantId, (db) =>
      insertTestCourse(db, testStructure(...parts)),
    );
    const personId = await seed.person();
    const grant = { courseId, personId, assignmentId: null, launchMode: 'Normal' } as const;
    const path = await hub.hub.courseLinks.issue(
      hub.tenantId,
      { ...grant, returnUrl, frameAncestors: ['https://school.example'] },
      new Date(Date.now() + 60_000),
    );
    const opened = await get(path, dest);
    expect(opened.status).to.equal(303);
    return { location: opened.headers.get('location') ?? '', ...grant };
  }
  const get = (path: string, dest = 'document') =>
    hub.request('GET', path, { key: null, headers: { 'Sec-Fetch-Dest': dest } });

  it('8.1.0.0-1, 8.1.0.0-3: one part in any window is opened at once, where the link was opened', async () => {
    for (const dest of ['document', 'iframe']) {
      const { location } = await open([testAu('one')], { dest });
      expect(location).to.match(/\/one\.html\?endpoint=/);
    }
  });

  it('8.1.0.0-1, 8.1.0.0-2: one part in its own window takes over the window, or opens another out of a frame', async () => {
    const part = testAu('one', { launchMethod: 'OwnWindow' });
    expect((await open([part])).location).to.match(/\/one\.html\?endpoint=/);
    const { location } = await open([part], { dest: 'iframe' });
    const { text } = await get(location, 'iframe');
    expect(text).to.match(
      /<a class="button" href="[^"]+\/0" rel="nofollow noopener" target="_blank"/,
    );
    expect((await get(location)).text).not.to.include('_blank');
  });

  it('several are listed as their publisher arranged them, with a way out', async () => {
    const returnUrl = 'https://school.example/back?a=1&b=2';
    const { location } = await open([testBlock('chapter', [testAu('one')]), testAu('two')], {
      returnUrl,
    });
    const page = await get(location);
    expect(page.status).to.equal(200);
    expect(page.text.replaceAll(/<[^>]+>/g, ' ')).to.match(
      /chapter\s+one\s+Open\s+two\s+Open\s+Back/,
    );
    expect(page.text).to.include('href="https://school.example/back?a=1&amp;b=2"');
    expect(page.headers.get('content-security-policy')).to.include(
      'frame-ancestors https://school.example',
    );
  });

  it('each leads to its AU and back, and shows how far the learner is', async () => {
    const { location, courseId, personId } = await open([
      testAu('one'),
      testAu('two', { moveOn: 'Passed' }),
    ]);
    const launched = await get(`${location}/1`);
    expect(launched.headers.get('location')).to.match(/\/two\.html\?endpoint=/);
    const path = `/v1/courses/${courseId}/registrations`;
    const { data } = await seed.call<{ data: { id: string; personId: string }[] }>('GET', path);
    expect(data.map((one) => one.personId)).to.deep.equal([personId]);
    for (const name of ['one', 'two']) {
      await seed.call('POST', `${path}/${data[0]?.id}/waivers`, { auId: testAu(name).id });
    }
    const { text } = await get(location);
    expect(text.match(/Not needed/g)).to.have.length(2);
    expect(text).to.include('You have completed this course.');
  });

  it('reads in the language of the learner', async () => {
    const { location } = await open([testAu('one'), testAu('two')]);
    const { text } = await hub.request('GET', location, {
      key: null,
      headers: { 'Accept-Language': 'ar-EG' },
    });
    expect(text).to.include('<html lang="ar" dir="rtl">').and.include('فتح');
  });

  it('a part that is not there, and an address that was made up -> 404', async () => {
    const { location } = await open([testAu('one'), testAu('two')]);
    for (const path of [`${location}/2`, `${location}/x`, `${location}x`]) {
      expect((await get(path)).status, path).to.equal(404);
    }
  });
});
