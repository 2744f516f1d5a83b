import { createSandbox, type Platform } from '@crosswalk/lti-platform';
import { expect } from 'chai';
import type { Frame, Page } from 'playwright-core';
import { type HubClient, hubClient } from '../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { troublesOf } from './chromium/accessibility.ts';
import { type BlockingBrowser, openBlockingBrowser } from './chromium/blocking-browser.ts';

const DECK = 'Capitals of South America';
const CARDS = [
  ['Peru', 'Lima'],
  ['Chile', 'Santiago'],
  ['Ecuador', 'Quito'],
] as const;

/** The LMS is on 127.0.0.1 and the hub on localhost: two sites. */
for (const blocked of ['third-party', 'all'] as const) {
  describe(`a course in Chromium, ${blocked} cookies blocked`, function () {
    this.timeout(180_000);
    let browser: BlockingBrowser;
    let folder: Awaited<ReturnType<typeof dataFolder>>;
    let hub: HubProcess;
    let client: HubClient;
    let lms: Platform;
    let page: Page;
    let course: string;

    before(async () => {
      [browser, folder, lms] = await Promise.all([
        openBlockingBrowser({ blocked }),
        dataFolder(),
        createSandbox(),
      ]);
      hub = await startHub({ dataDir: folder.path, env: { OUTBOUND_ALLOW: '127.0.0.1' } });
      client = hubClient(hub);
      await makeDeck(client);
      course = `${lms.url}/courses/${lms.courses.all()[0]?.id}`;
      page = await browser.context.newPage();
    });
    after(async () => {
      await browser?.close();
      await lms?.close();
      await hub?.stop();
      await folder?.remove();
    });

    /** The tool's frame, once it shows what is looked for. */
    async function toolFrame(selector: string): Promise<Frame> {
      await page.frameLocator('iframe.tool').locator(selector).first().waitFor();
      const element = await page.$('iframe.tool');
      const frame = await element?.contentFrame();
      if (!frame) throw new Error('the page shows no tool');
      return frame;
    }
    const look = async (name: string, frame?: Frame) =>
      expect(await troublesOf({ page, frame, name }), name).to.deep.equal([]);

    it('the tool registers itself in a frame of the LMS, which closes by itself', async () => {
      const { url } = await client.call<{ url: string }>('POST', '/v1/lti/invitations', {});
      expect(new URL(url).hostname).to.equal('localhost');
      await page.goto(lms.url);
      await look('home');
      await page.getByLabel('Registration address').fill(url);
      await page.getByRole('button', { name: 'Connect' }).click();
      const frame = await toolFrame('h1');
      expect(await frame.evaluate(isCookieKept), 'third-party cookies are blocked').to.equal(false);
      await look('register', frame);
      await frame.getByRole('button', { name: 'Connect' }).click();
      await page.getByText('Client id').waitFor();
      expect(lms.tools()).to.have.lengthOf(1);
    });

    it('the teacher chooses a deck by keyboard', async () => {
      await page.goto(course);
      await look('empty-course');
      await page.getByRole('link', { name: 'Add activities from the tool' }).click();
      const frame = await toolFrame('#results li');
      await look('picker', frame);
      await frame.focus('#q');
      await page.keyboard.type('capitals');
      await frame.getByText('1 deck', { exact: true }).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await frame.getByLabel('What learners do').selectOption('test');
      await frame.getByLabel('Points at most').fill('20');
      await frame.getByLabel('Due (optional)').fill('2100-01-01T12:00');
      await look('chosen', frame);
      await page.setViewportSize({ width: 320, height: 700 });
      const width = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await look('chosen-narrow', frame);
      expect(width, 'nothing is cut off').to.equal(0);
      await page.setViewportSize({ width: 1100, height: 900 });
      await frame.getByRole('button', { name: 'Add', exact: true }).press('Enter');
      await page.getByRole('link', { name: DECK }).waitFor();
    });

    it('a deck can be looked at before it is chosen', async () => {
      await page.goto(`${course}/add`);
      const frame = await toolFrame('#results li');
      await frame.getByRole('button', { name: `Preview ${DECK}` }).click();
      const player = frame.frameLocator('#preview-frame');
      await player.locator('.cw-card, .cw-page-title').first().waitFor();
      await look('preview', frame);
      await frame.getByRole('button', { name: 'Close preview' }).click();
      await frame.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('heading', { name: 'Activities' }).waitFor();
    });

    it('a student studies in the frame, and the score is in the gradebook', async () => {
      const launches: string[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/lti/launch')) launches.push(request.postData() ?? '');
      });
      await page.goto(`${course}?as=ada`);
      await page.getByRole('link', { name: DECK }).click();
      const frame = await toolFrame('.cw-card, .cw-page-title');
      await look('launched', frame);
      const isBoundByStorage = launches.some((form) => form.includes('storage_value='));
      expect(isBoundByStorage).to.equal(blocked === 'all');
      await takeQuiz(frame);
      await look('finished', frame);
      await expectGrade('Ada Okafor', '20');
      await look('gradebook');
      expect(lms.violations.all).to.deep.equal([]);
    });

    async function expectGrade(name: string, grade: string): Promise<void> {
      const cell = page.getByRole('row', { name }).getByRole('cell');
      for (let tries = 0; tries < 60; tries += 1) {
        await page.goto(course);
        if ((await cell.last().textContent()) === grade) return;
        await page.waitForTimeout(500);
      }
      expect(await cell.last().textContent()).to.equal(grade);
    }
  });
}

/** In a frame: whether a cookie that is not partitioned comes back. */
function isCookieKept(): boolean {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not what is asked about.
  document.cookie = 'third_party=1; SameSite=None; Secure';
  return document.cookie.includes('third_party');
}

async function makeDeck(client: HubClient): Promise<void> {
  const { id } = await client.call<{ id: string }>('POST', '/v1/decks', { title: DECK });
  for (const [front, back] of CARDS) {
    const body = { type: 'flashcard', front: `Capital of ${front}?`, back };
    await client.call('POST', `/v1/decks/${id}/atoms`, { body });
  }
  await client.call('POST', `/v1/decks/${id}/publish`);
}

/** Knows every answer. */
async function takeQuiz(frame: Frame): Promise<void> {
  await frame.locator('.cw-page button').first().press('Enter');
  for (let card = 0; card < CARDS.length; card += 1) {
    await frame.waitForSelector('.cw-card');
    const shown = await frame.getAttribute('.cw-card', 'data-item');
    await frame.page().keyboard.press('Space');
    await frame.waitForSelector('.cw-rating');
    await frame.page().keyboard.press('2');
    await frame.waitForSelector(`.cw-card:not([data-item="${shown}"]), .cw-page-title`);
  }
}
