import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../conformance/scorm/chromium.ts';
import { type HubClient, hubClient } from '../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../tools/hub-process.ts';
import { deckIdOf, GEOGRAPHY, ownPersonId, startImport } from './hub-content.ts';

interface Queue {
  counts: { new: number; learning: number; due: number };
  nextDueAt: string | null;
  data: { promptId: string }[];
}

describe('studying a hub deck at /play, by keyboard only', function () {
  this.timeout(240_000);
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let hub: HubProcess;
  let client: HubClient;
  let personId: string;

  before(async () => {
    [browser, folder] = await Promise.all([openChromium(), dataFolder()]);
    hub = await startHub({ dataDir: folder.path });
    client = hubClient(hub);
    await client.finished(await startImport(client, GEOGRAPHY));
    personId = await ownPersonId(client);
  });
  after(async () => {
    await browser?.close();
    await hub?.stop();
    await folder?.remove();
  });

  async function open(path: string, mode: 'study' | 'test', options = {}): Promise<Page> {
    const deckId = await deckIdOf(client, path);
    const { url } = await client.call<{ url: string }>('POST', '/v1/play-links', {
      ...{ personId, deckId, mode },
    });
    const page = await browser.newPage(options);
    await page.goto(new URL(new URL(url).pathname, hub.url).href);
    await page.waitForSelector('.cw-card, .cw-page-title');
    return page;
  }

  async function queue(path: string): Promise<Queue> {
    const deckId = await deckIdOf(client, path);
    return client.call('GET', `/v1/people/${personId}/queue?deckId=${deckId}&limit=200`);
  }

  const shown = (page: Page) => page.getAttribute('.cw-card', 'data-item');

  /** Resolves when the card is gone; to whether another one is there. */
  async function answer(page: Page, key: string): Promise<boolean> {
    const before = await shown(page);
    await page.keyboard.press((await page.isVisible('.cw-field')) ? 'Enter' : 'Space');
    await page.waitForSelector('.cw-rating');
    await page.keyboard.press(key);
    await page.waitForSelector(`.cw-card:not([data-item="${before}"]), .cw-page-title`);
    return page.isVisible('.cw-card');
  }

  const saved = (page: Page) =>
    page.waitForSelector('.cw-saving[data-delivery="ok"][data-unsaved="0"]', { state: 'attached' });

  it('an answer moves the due date, and undo takes it back', async () => {
    const before = await queue('Geography');
    const page = await open('Geography', 'study');
    const promptId = await shown(page);
    expect(promptId).to.equal(before.data[0]?.promptId);
    await answer(page, '4');
    await saved(page);
    const answered = await queue('Geography');
    expect(answered.counts.due).to.equal(before.counts.due - 1);
    expect(answered.data.map((prompt) => prompt.promptId)).not.to.include(promptId);

    const taken = page.waitForResponse(/\/undo$/);
    await page.keyboard.press('u');
    await page.waitForSelector(`.cw-card[data-item="${promptId}"]`);
    await taken;
    const undone = await queue('Geography');
    expect(undone.counts).to.deep.equal(before.counts);
    expect(undone.data[0]?.promptId).to.equal(promptId);
    await page.close();
  });

  it('the queue of Geography and its children empties', async () => {
    const { counts } = await queue('Geography');
    const page = await open('Geography', 'study');
    let answers = 1;
    while (await answer(page, '4')) answers += 1;
    expect(await page.textContent('.cw-page-title')).to.equal('All done for now');
    expect(answers).to.equal(counts.due + counts.new);
    await saved(page);
    const { counts: left, data } = await queue('Geography');
    expect({ due: left.due, learning: left.learning, data }).to.deep.equal({
      ...{ due: 0, learning: 0, data: [] },
    });
    await page.close();
  });

  it('a test gives a score', async () => {
    const page = await open('Geography::South America', 'test');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.cw-card');
    let known = 0;
    let asked = 0;
    for (let more = true; more; asked += 1) {
      const isKnown = asked % 4 !== 0;
      known += isKnown ? 1 : 0;
      more = await answer(page, isKnown ? '2' : '1');
    }
    await page.getByText(`${Math.round((100 * known) / asked)}%`).waitFor();
    await page.close();
  });

  for (const [locale, direction] of [
    ['en', 'ltr'],
    ['ar', 'rtl'],
  ] as const) {
    it(`fits 320 pixels in ${locale}, and reads ${direction}`, async () => {
      const page = await open('Geography', 'test', {
        ...{ locale, viewport: { width: 320, height: 640 } },
      });
      await page.keyboard.press('Enter');
      await page.waitForSelector('.cw-card');
      await page.keyboard.press('Space');
      await page.waitForSelector('.cw-rating');
      const { overflow, dir } = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        dir: document.documentElement.dir,
      }));
      expect({ overflow, dir }).to.deep.equal({ overflow: 0, dir: direction });
      await page.close();
    });
  }
});
