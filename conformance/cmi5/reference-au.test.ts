import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from '../scorm/chromium.ts';
import { auXml, coursePackage, courseXml } from './lms/course-package.ts';
import { type HubLms, startHubLms } from './lms/hub-lms.ts';
import { verbsOf } from './vocabulary.ts';

const LIBRARY = 'conformance/peers/node_modules/@xapi/cmi5/dist/Cmi5.umd.js';

/** Plays itself as its launch parameters say, and follows the return URL. */
const page = `<!doctype html><title>Reference AU</title><link rel="icon" href="data:,">
<script src="Cmi5.umd.js"></script>
<script>
  addEventListener('load', async () => {
    try {
      const au = new Cmi5();
      await au.initialize();
      const { launchParameters, launchMode, returnURL } = au.getLaunchData();
      await au.interactionTrueFalse('test', 'question', true);
      if (launchMode === 'Normal') {
        if (launchParameters === 'fail') await au.fail(0.2);
        else await au.pass(0.9);
        await au.complete();
      }
      await au.terminate();
      document.title = 'Done';
      if (returnURL) location.href = returnURL;
    } catch (error) {
      document.title = 'Error: ' + (error.response ? JSON.stringify(error.response.data) : error);
    }
  });
</script>`;

const au = (parameters: 'pass' | 'fail'): string =>
  auXml({
    name: parameters,
    attributes: 'moveOn="CompletedAndPassed" masteryScore="0.7"',
    elements: `<launchParameters>${parameters}</launchParameters>`,
  });

describe('6.0.0.0-3: @xapi/cmi5 as an AU in Chromium, on the content origin', function () {
  this.timeout(60_000);
  let lms: HubLms;
  let browser: Browser;
  let courses: Record<'pass' | 'fail' | 'both', string>;

  before(async () => {
    [lms, browser] = await Promise.all([startHubLms(), openChromium()]);
    const files = { 'index.html': page, 'Cmi5.umd.js': await readFile(LIBRARY, 'utf8') };
    const course = (...aus: ('pass' | 'fail')[]) =>
      lms.importCourse(coursePackage(courseXml({ body: aus.map(au).join('') }), files));
    courses = {
      pass: await course('pass'),
      fail: await course('fail'),
      both: await course('pass', 'fail'),
    };
  });
  after(async () => {
    await browser?.close();
    await lms?.close();
  });

  async function play(
    courseId: string,
    options: { launchMode?: 'Normal' | 'Browse' | 'Review'; returnUrl?: string } = {},
  ) {
    const personId = await lms.person();
    const { url, registration } = await lms.launch({ courseId, personId, ...options });
    expect(new URL(url).origin).not.to.equal(lms.origin);
    const tab = await browser.newPage();
    await tab.goto(url);
    if (options.returnUrl) await tab.waitForURL(options.returnUrl);
    else await tab.waitForFunction(() => /Done|Error/.test(document.title));
    const title = await tab.title();
    await tab.close();
    expect(title).not.to.match(/Error/);
    return {
      verbs: verbsOf(await lms.statements(registration)),
      shown: await lms.registration(courseId, registration),
    };
  }

  it('passes: the course is satisfied', async () => {
    const { verbs, shown } = await play(courses.pass);
    expect(verbs).to.deep.equal([
      ...['launched', 'initialized', 'answered', 'passed', 'completed', 'satisfied', 'terminated'],
    ]);
    expect(shown).to.include({ completion: 'completed', success: 'passed', scoreScaled: 0.9 });
  });

  it('fails: the course is not', async () => {
    const { verbs, shown } = await play(courses.fail);
    expect(verbs).to.deep.equal([
      ...['launched', 'initialized', 'answered', 'failed', 'completed', 'terminated'],
    ]);
    expect(shown).to.include({ completion: 'incomplete', success: 'failed', scoreScaled: 0.2 });
  });

  for (const launchMode of ['Browse', 'Review'] as const) {
    it(`${launchMode}: nothing is judged`, async () => {
      const { verbs, shown } = await play(courses.pass, { launchMode });
      expect(verbs).to.deep.equal(['launched', 'initialized', 'answered', 'terminated']);
      expect(shown).to.include({ completion: 'incomplete', success: 'unknown' });
    });
  }

  it('10.2.6.0-1: a learner opens one part after the other, and comes back to the page of the parts', async () => {
    const tab = await browser.newPage({ locale: 'en-GB' });
    await tab.goto(await lms.playLink(courses.both));
    for (const [name, state] of [
      ['pass', 'Passed, 90%'],
      ['fail', 'Not passed, 20%'],
    ] as const) {
      await tab.getByRole('link', { name: `Open ${name}` }).click();
      await tab.getByText(state, { exact: true }).waitFor();
    }
    expect(await tab.getByText('Passed, 90%', { exact: true }).count()).to.equal(1);
    await tab.close();
  });

  it('10.2.6.0-1: the learner comes back by the return URL', async () => {
    const returnUrl = `${lms.origin}/health/live`;
    const { verbs } = await play(courses.pass, { returnUrl });
    expect(verbs.at(-1)).to.equal('terminated');
  });
});
