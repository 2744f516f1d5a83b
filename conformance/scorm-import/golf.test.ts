import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { openChromium } from '../scorm/chromium.ts';
import { type CourseHub, startCourseHub } from './course-hub.ts';
import { type CourseWindow, openCourse } from './course-window.ts';

const golf = (name: string) => `../shared/inputs/scorm/golf-${name}.zip`;
const LAST_PAGE = 15;

describe('golf courses', function () {
  this.timeout(120_000);
  let hub: CourseHub;
  let browser: Browser;

  before(async function () {
    // They are not ours to give away.
    if (!existsSync(golf('singlescobasic'))) this.skip();
    browser = await openChromium();
    hub = await startCourseHub();
  });
  after(async () => {
    await browser?.close();
    await hub?.close();
  });

  /** A browser of its own, as on another device, that answers questions of the content. */
  async function device(): Promise<BrowserContext> {
    const context = await browser.newContext({ locale: 'en-GB' });
    context.on('dialog', (dialog) => void dialog.accept());
    return context;
  }

  async function pages(content: Frame, n: number): Promise<void> {
    for (let i = 0; i < n; i++) await content.locator('#butNext').click();
  }

  async function currentPage(content: Frame): Promise<number> {
    return content.evaluate(() => Reflect.get(window, 'currentPage'));
  }

  /** Answers every question rightly, or leaves all of them open. */
  async function takeTest(content: Frame, how: 'right' | 'open'): Promise<void> {
    await content.waitForFunction(() =>
      document.querySelector('iframe')?.contentDocument?.querySelector('input[value^=Submit]'),
    );
    const test = content.childFrames()[0];
    if (!test) throw new Error('The course shows no test.');
    if (how === 'right') {
      await test.evaluate(() => {
        for (const input of document.querySelectorAll<HTMLInputElement>('.correctAnswer input')) {
          input.checked = true;
          const told = /\((\d+)\)/.exec(input.parentElement?.textContent ?? '')?.[1];
          if (told) input.value = told;
        }
      });
    }
    await test.locator('input[value^=Submit]').click();
  }

  const single = [
    ['SCORM 1.2, golf-singlescobasic', golf('singlescobasic')],
    ['SCORM 2004, golf-RuntimeBasicCalls', golf('RuntimeBasicCalls_SCORM20043rdEdition')],
  ] as const;
  for (const [title, path] of single) {
    describe(title, () => {
      let courseId: string;
      before(async () => {
        courseId = await hub.importFile(path);
      });

      async function open(personId: string, context: BrowserContext): Promise<CourseWindow> {
        return openCourse(context, await hub.launch(courseId, personId));
      }

      it('answers of a test arrive as score, success and completion', async () => {
        const personId = await hub.person();
        const context = await device();
        const { content, saved } = await open(personId, context);
        const course = await content();
        await pages(course, LAST_PAGE - (title.includes('2004') ? 1 : 0));
        await takeTest(course, 'right');
        await course.evaluate(() => Reflect.get(window, 'doUnload')(true));
        await saved();
        const [attempt] = await hub.attempts(personId);
        expect(attempt).to.include({ courseId, completion: 'completed', success: 'passed' });
        expect(attempt?.scoreScaled).to.be.greaterThan(0.9);
        await context.close();
      });

      it('a test with nothing answered is failed', async () => {
        const personId = await hub.person();
        const context = await device();
        const { content } = await open(personId, context);
        const course = await content();
        await pages(course, LAST_PAGE - (title.includes('2004') ? 1 : 0));
        await takeTest(course, 'open');
        await course.locator('#butExit').click();
        const failed = { completion: 'completed', success: 'failed' } as const;
        expect(await hub.attempt(personId, failed)).to.include(failed);
        await context.close();
      });

      for (const leaving of ['closes the window', 'presses exit', 'reloads'] as const) {
        it(`goes on at its bookmark on another device after the learner ${leaving}`, async () => {
          const personId = await hub.person();
          const first = await device();
          const { content, page, press } = await open(personId, first);
          await pages(await content(), 4);
          if (leaving === 'closes the window') await page.close({ runBeforeUnload: true });
          else if (leaving === 'presses exit') await press('Save and exit');
          else await page.reload();
          await hub.hasStored({ courseId, personId }, '4');
          const second = await device();
          const again = await open(personId, second);
          const resumed = await again.content();
          await resumed.waitForFunction(() => Reflect.get(window, 'currentPage') !== null);
          expect(await currentPage(resumed)).to.equal(4);
          expect(await hub.attempts(personId)).to.have.lengthOf(1);
          await first.close();
          await second.close();
        });
      }
    });
  }

  it('a course that never talks opens, and leaves the attempt open', async () => {
    const courseId = await hub.importFile(golf('singlesco_scorm12'));
    const personId = await hub.person();
    const context = await device();
    const { content, saved } = await openCourse(context, await hub.launch(courseId, personId));
    expect(await (await content()).locator('h1').textContent()).to.equal('Not implemented yet');
    await saved();
    const [attempt] = await hub.attempts(personId);
    expect(attempt).to.include({ completion: 'incomplete', success: 'unknown' });
    await context.close();
  });

  it('a course of many items is completed when all were seen, in whatever order', async () => {
    const courseId = await hub.importFile(golf('RuntimeMinimumCalls_SCORM12'));
    const personId = await hub.person();
    const context = await device();
    const { content, press, page } = await openCourse(
      context,
      await hub.launch(courseId, personId),
    );
    await page.getByRole('button', { name: 'Having Fun Quiz' }).click();
    await content('Having Fun Quiz');
    await page.getByRole('button', { name: 'How to Play' }).click();
    await content('How to Play');
    const next = page.getByRole('button', { name: 'Next' });
    const current = page.locator('.cp-item[aria-current] .cp-label');
    while (await next.isEnabled()) {
      await next.click();
      const content12 = await content((await current.textContent()) ?? '');
      // Its `load` event comes after the state is complete.
      await content12.waitForFunction(() =>
        performance
          .getEntriesByType('navigation')
          .some((entry) => Reflect.get(entry, 'loadEventEnd') > 0),
      );
    }
    await press('Save and exit');
    await page.getByRole('heading', { name: 'See you soon' }).waitFor();
    const left = await page.locator('.cp-item:not(:has([data-state=done]))').allTextContents();
    expect(left).to.deep.equal([]);
    const [attempt] = await hub.attempts(personId);
    expect(attempt).to.include({ completion: 'completed' });
    await context.close();
  });
});
