import { setTimeout as wait } from 'node:timers/promises';
import { createPlatform, type Platform } from '@crosswalk/lti-platform';
import { expect } from 'chai';
import { registerByHand } from '../lti/hub/registration.ts';
import { toAnswer } from '../lti/runner/flow.ts';
import { addLineItem, launchOf, openClass } from '../lti/runner/school.ts';
import { type CourseHub, startCourseHub } from './course-hub.ts';
import { course12 } from './generated-course.ts';
import { launchInPage } from './launch-in-page.ts';

describe('an imported course in an LMS', function () {
  this.timeout(60_000);
  let hub: CourseHub;
  let platform: Platform;

  before(async () => {
    hub = await startCourseHub({ OUTBOUND_ALLOW: '127.0.0.1' });
    platform = await createPlatform();
  });
  after(async () => {
    await platform?.close();
    await hub?.close();
  });

  async function open(who: 'student' | 'instructor') {
    const publicUrl = hub.url.replace('127.0.0.1', 'localhost');
    const tool = await registerByHand(hub.client, publicUrl, { platform });
    const courseId = await hub.importZip('course.zip', course12(['one']));
    const at = openClass({ platform, tool, custom: { course_id: courseId } });
    addLineItem(at);
    const { browser, form } = await toAnswer(launchOf(at, who, {}));
    const page = await browser.submit(form);
    expect(page.status, page.body).to.equal(200);
    return { at, page, launch: launchInPage(page.body) };
  }

  it('opens from a link, in the frame of the LMS, and its score is in the gradebook', async () => {
    const { page, launch, at } = await open('student');
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).to.include(`frame-ancestors ${new URL(platform.issuer).origin}`);
    const changes = { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '80' };
    const commit = { number: 1, items: [{ item: 'one', isFresh: false, changes }] };
    const answer = await fetch(launch.commitUrl ?? '', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...commit, currentItem: 'one', isEnded: true }),
    });
    expect(answer.status).to.equal(204);
    while (platform.gradebook.scores.length === 0) await wait(50);
    const [score] = platform.gradebook.scores;
    expect(score?.userId).to.equal(at.student);
    expect(score?.body).to.include({
      ...{ activityProgress: 'Completed', scoreGiven: 80, scoreMaximum: 100 },
    });
  });

  it('is shown to teachers without a trace', async () => {
    expect((await open('instructor')).launch.commitUrl).to.equal(null);
  });
});
