import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { builtPlayer, launchChromium, packageFolder } from './browser.ts';
import { pageTroubles } from './page-troubles.ts';
import { SAMPLE_ITEMS, sampleContent } from './sample-content.ts';

describe('package opened from a folder', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    await builtPlayer();
    browser = await launchChromium();
  });
  after(() => browser.close());

  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

  async function open(...[content, tracking]: Parameters<typeof packageFolder>) {
    const folder = await packageFolder(content, tracking);
    const page = await browser.newPage();
    const troubles = pageTroubles(page);
    opened.push({ close: () => page.close().then(folder.remove) });
    await page.goto(folder.url);
    await page.waitForSelector('.cw-card, .cw-page-title');
    return { page, troubles };
  }

  const item = (page: Page) => page.getAttribute('.cw-card', 'data-item');
  const pressTo = async (page: Page, key: string, selector: string) => {
    await page.keyboard.press(key);
    await page.waitForSelector(selector);
  };

  it('is studied to the end by keyboard alone', async () => {
    const { page, troubles } = await open(sampleContent());
    await pressTo(page, 'Space', '.cw-rating');
    await pressTo(page, '4', '[data-item="flag"]');
    await pressTo(page, 'u', '[data-item="capital-france"]');
    await pressTo(page, 'f', '[data-flagged]');
    await pressTo(page, 'Enter', '.cw-rating');
    await pressTo(page, '4', '[data-item="flag"]');
    await pressTo(page, 'Space', '.cw-answer audio');
    await page.keyboard.press('r');
    await page.waitForFunction(() => (document.querySelector('audio')?.played.length ?? 0) > 0);
    await pressTo(page, '4', '[data-item="water"]');
    await pressTo(page, 'b', '[data-item="quadratic"]');
    await pressTo(page, 's', '[data-item="reykjavik"]');
    await page.keyboard.type('Reykjavik 1234 sub?');
    expect(await item(page)).to.equal('reykjavik');
    await pressTo(page, 'Enter', '.cw-verdict[data-verdict="wrong"]');
    await pressTo(page, '4', '[data-item="planet"]');
    await pressTo(page, '2', '[data-state="chosen"]');
    await pressTo(page, 'Enter', '.cw-verdict[data-verdict="exact"]');
    await pressTo(page, '4', '[data-item="primes"]');
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await pressTo(page, 'Enter', '.cw-verdict[data-verdict="exact"]');
    await pressTo(page, '4', '[data-item="read"]');
    await pressTo(page, 'Enter', 'text=All done for now');
    expect(await page.textContent('.cw-page')).to.contain('You answered 5 cards.');
    await page.keyboard.press('Tab');
    await pressTo(page, 'Enter', '[data-item="quadratic"]');
    expect(troubles).to.deep.equal([]);
  });

  it('shows the keys, and closes them with Escape', async () => {
    const { page } = await open(sampleContent());
    await pressTo(page, '?', 'dialog[open]');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await page.locator('.cw-rating').count()).to.equal(0);
  });

  it('is taken as a test by keyboard alone, with immediate feedback', async () => {
    const items = SAMPLE_ITEMS.filter(({ kind }) => kind !== 'cloze').slice(3);
    const options = { mode: 'test', masteryScore: 0.8 } as const;
    const { page, troubles } = await open(sampleContent({ items, options }));
    await pressTo(page, 'Enter', '.cw-field:focus');
    await page.keyboard.type('Reykjavik');
    await pressTo(page, 'Enter', '.cw-verdict[data-verdict="close"]');
    await pressTo(page, 'Enter', '[data-item="planet"]');
    await page.keyboard.press('1');
    await pressTo(page, 'Enter', '.cw-option[data-state="wrong"]');
    await pressTo(page, 'Space', '[data-item="primes"]');
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await pressTo(page, 'Enter', '.cw-verdict[data-verdict="exact"]');
    await pressTo(page, 'Enter', '[data-item="read"]');
    await pressTo(page, 'Enter', '.cw-badge[data-success="failed"]');
    expect(await page.textContent('.cw-score')).to.equal('67%');
    expect(await page.locator('.cw-reviewed').count()).to.equal(3);
    expect(troubles).to.deep.equal([]);
  });

  it('offers two buttons where the deck says so', async () => {
    const { page } = await open(sampleContent({ options: { buttons: 2 } }));
    await pressTo(page, 'Space', '.cw-rating');
    expect(await page.locator('.cw-rating').count()).to.equal(2);
    await pressTo(page, '2', '[data-item="flag"]');
  });

  it('built for an LMS but opened without one, it says so and plays on', async () => {
    const { page } = await open(sampleContent(), 'scorm12');
    expect(await page.textContent('.cw-notice')).to.contain('results will not be saved');
    await pressTo(page, 'Space', '.cw-rating');
    await pressTo(page, '4', '[data-item="flag"]');
  });

  it('never runs scripts or handlers of an item', async () => {
    const evil: typeof SAMPLE_ITEMS = [
      {
        id: 'evil',
        atomId: 'evil',
        kind: 'flashcard',
        front: '<script>window.evil=1</script><img src="nowhere:" onerror="window.evil=2">Look',
        back: '<svg onload="window.evil=3"></svg>',
      },
    ];
    const { page } = await open(sampleContent({ items: evil }));
    await pressTo(page, 'Space', '.cw-rating');
    expect(await page.evaluate('window.evil')).to.equal(undefined);
  });

  it('note types have their dark colours in the dark, and the card has its own otherwise', async () => {
    const items = SAMPLE_ITEMS.map((item) => ({ ...item, className: 'nt card' }));
    const { page } = await open({
      ...sampleContent({ items }),
      styles: '.nt.card{color:rgb(1, 2, 3)}.nightMode .nt.card{background:rgb(4, 5, 6)}',
    });
    const colours = () =>
      page.$eval('.cw-content', (element) => {
        const { color, backgroundColor } = getComputedStyle(element);
        return [color, backgroundColor];
      });
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await colours()).to.deep.equal(['rgb(1, 2, 3)', 'rgba(0, 0, 0, 0)']);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForSelector('.nightMode', { state: 'attached' });
    expect(await colours()).to.deep.equal(['rgb(233, 231, 225)', 'rgb(4, 5, 6)']);
  });
});
