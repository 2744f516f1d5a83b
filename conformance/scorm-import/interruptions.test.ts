import { expect } from 'chai';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { troublesOf } from '../lti/chromium/accessibility.ts';
import { openChromium } from '../scorm/chromium.ts';
import { type CourseHub, startCourseHub } from './course-hub.ts';
import { openCourse } from './course-window.ts';
import { course12 } from './generated-course.ts';

describe('a course that is interrupted', function () {
  this.timeout(90_000);
  let hub: CourseHub;
  let browser: Browser;
  let context: BrowserContext;
  let courseId: string;
  let personId: string;

  before(async () => {
    browser = await openChromium();
    hub = await startCourseHub();
    courseId = await hub.importZip('course.zip', course12(['one', 'two']));
  });
  after(async () => {
    await browser?.close();
    await hub?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' });
    personId = await hub.person();
  });
  afterEach(() => context.close());

  const open = async (options = {}) =>
    openCourse(context, await hub.launch(courseId, personId, options));

  async function call(content: Frame, name: string, ...given: string[]): Promise<string> {
    const values = given.map((value) => JSON.stringify(value));
    return content.evaluate<string>(`parent.API.${name}(${values.join()})`);
  }

  it('by a hub that is killed: the content is told, and nothing is lost when it is back', async () => {
    const course = await open();
    const content = await course.content('one');
    await course.saved();
    await hub.without(async () => {
      await call(content, 'LMSSetValue', 'cmi.core.lesson_location', '7');
      expect(await call(content, 'LMSCommit', '')).to.equal('false');
      await course.page.getByText('Not saved yet. Trying again…').waitFor();
    });
    await course.saved();
    await course.page.close();
    const again = await open();
    const resumed = await again.content('one');
    expect(await call(resumed, 'LMSGetValue', 'cmi.core.lesson_location')).to.equal('7');
  });

  it('by another window: it goes on there, and the first one says so', async () => {
    const first = await open();
    const content = await first.content('one');
    await first.saved();
    const second = await open();
    await second.content('one');
    await second.saved();
    await call(content, 'LMSSetValue', 'cmi.core.lesson_location', '9');
    expect(await call(content, 'LMSCommit', '')).to.equal('false');
    await first.page.getByRole('alert').getByText('opened again elsewhere').waitFor();
  });

  it('by content that would take the window: it cannot', async () => {
    const course = await open();
    const content = await course.content('one');
    const before = course.page.url();
    const refusal = await content.evaluate(() => {
      try {
        // As content of bad manners does that wants to be on top.
        if (window.top) window.top.location.href = 'about:blank';
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    });
    expect(refusal).to.match(/^SecurityError/);
    expect(course.page.url()).to.equal(before);
  });

  it('previews leave nothing, in the language and direction of the reader', async () => {
    const { id } = await hub.client.call<{ id: string }>('POST', '/v1/people', {
      ...{ displayName: 'ليلى', locale: 'ar' },
    });
    const url = await hub.launch(courseId, id, { launchMode: 'Browse' });
    const course = await openCourse(context, url);
    await course.content('one');
    await course.page.getByText('معاينة: لا يُسجَّل شيء').waitFor();
    expect(await course.page.locator('html').getAttribute('dir')).to.equal('rtl');
    await course.press('التالي');
    await course.content('two');
    expect(await hub.attempts(id)).to.deep.equal([]);
  });

  it('has no faults that axe finds, in light and dark', async () => {
    const course = await open();
    const { page } = course;
    await course.content('one');
    expect(await troublesOf({ page, name: 'course' })).to.deep.equal([]);
    await course.press('Save and exit');
    await page.getByRole('heading', { name: 'See you soon' }).waitFor();
    expect(await troublesOf({ page, name: 'course-left' })).to.deep.equal([]);
  });
});
