import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { builtPlayer, launchChromium } from './browser.ts';
import { pageTroubles } from './page-troubles.ts';
import { startPlayHub } from './play-hub.ts';
import { SAMPLE_ITEMS, sampleContent } from './sample-content.ts';

const cards = Array.from({ length: 12 }, (_, i) => ({
  id: `card-${i}`,
  atomId: `card-${i}`,
  kind: 'flashcard' as const,
  front: `Front ${i}`,
  back: `Back ${i}`,
}));

describe('player on the web', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    await builtPlayer();
    browser = await launchChromium();
  });
  after(() => browser.close());

  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

  async function open(
    content = sampleContent({ items: cards }),
    link = 'link-token',
    launch?: Parameters<typeof startPlayHub>[1],
  ) {
    const hub = await startPlayHub(content, launch);
    const page = await browser.newPage();
    const troubles = pageTroubles(page);
    opened.push({ close: () => page.close().then(() => hub.close()) });
    await page.goto(`${hub.origin}/play/${link}`);
    await page.waitForSelector('.cw-card, .cw-page-title');
    return { hub, page, troubles };
  }
  const rate = async (page: Page, key: string, selector = '.cw-card'): Promise<void> => {
    const before = await page.getAttribute('.cw-card', 'data-item');
    await page.keyboard.press('Space');
    await page.waitForSelector('.cw-rating');
    await page.keyboard.press(key);
    await page.waitForSelector(`${selector}:not([data-item="${before}"])`);
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('previews without a word to the hub, and says so', async () => {
    const { hub, page, troubles } = await open(undefined, 'code', { record: 'nothing' });
    expect(await page.textContent('.cw-notice')).to.contain('nothing is recorded');
    for (let i = 0; i < 3; i++) await rate(page, '3');
    expect(hub.bodies).to.deep.equal([]);
    expect(troubles).to.deep.equal([]);
  });

  it('leads back to where it was launched from, once all is saved', async () => {
    const { hub, page } = await open(undefined, 'code', { record: 'facts', returnUrl: '/course' });
    await rate(page, '3');
    await page.click('[aria-label="Save and exit"]');
    await page.waitForURL('**/course');
    expect([...hub.received.values()]).to.deep.equal([1]);
  });

  it('studies until the queue is empty; each review arrives once', async () => {
    const { hub, page, troubles } = await open();
    for (let i = 0; i < 11; i++) await rate(page, '3');
    await rate(page, '3', '.cw-page-title');
    await page.waitForSelector('text=All done for now');
    expect(await page.textContent('.cw-page')).to.contain('in 3 days');
    expect([...hub.received.values()]).to.deep.equal(Array(12).fill(1));
    const review = hub.bodies.find(({ path }) => path === '/reviews')?.body;
    expect(review).to.have.nested.property('[0].promptId', 'card-0');
    expect(review).to.have.nested.property('[0].rating', 'good');
    expect(JSON.stringify(review)).to.match(/"id":"[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(troubles).to.deep.equal([]);
  });

  it('keeps answers while the connection is gone, and sends each once when it is back', async () => {
    const { hub, page } = await open();
    hub.offline = true;
    for (let i = 0; i < 5; i++) await rate(page, '3');
    await page.waitForSelector('text=Not saved yet');
    expect(hub.received.size).to.equal(0);
    hub.offline = false;
    await until(() => hub.received.size === 5);
    await page.waitForSelector('.cw-saving[data-delivery="ok"][data-unsaved="0"]', {
      state: 'attached',
    });
    expect([...hub.received.values()]).to.deep.equal(Array(5).fill(1));
  });

  it('sends the same ids again when only the acknowledgement was lost', async () => {
    const { hub, page } = await open();
    hub.loseAnswers = 1;
    await rate(page, '3');
    await until(() => [...hub.received.values()][0] === 2);
    expect(hub.received.size).to.equal(1);
  });

  it('says so when there is nothing to show without a connection, and goes on', async () => {
    const { hub, page } = await open(sampleContent({ items: cards.slice(0, 1) }));
    hub.offline = true;
    await rate(page, '3', '.cw-page-title');
    await page.waitForSelector('text=No connection');
    hub.offline = false;
    await page.click('text=Try again');
    await page.waitForSelector('text=All done for now');
    expect(hub.received.size).to.equal(1);
  });

  it('an answer given right before the page is left arrives', async () => {
    const { hub, page } = await open();
    await rate(page, '3');
    await page.goto('about:blank');
    await until(() => hub.received.size === 1);
  });

  it('undo, bury, suspend and flag are told to the hub in order', async () => {
    const { hub, page } = await open();
    await rate(page, '1');
    await until(() => hub.received.size === 1);
    await page.keyboard.press('u');
    await page.waitForSelector('[data-item="card-0"]');
    await page.keyboard.press('f');
    await page.waitForSelector('[data-flagged]');
    await page.keyboard.press('f');
    await page.waitForSelector('[data-item="card-0"]:not([data-flagged])');
    await page.keyboard.press('b');
    await page.waitForSelector('[data-item="card-1"]');
    await page.keyboard.press('!');
    await page.waitForSelector('[data-item="card-2"]');
    const marks = () => hub.bodies.filter(({ path }) => path === '/undo' || path === '/marks');
    await until(() => marks().length === 5);
    const [reviewId] = hub.received.keys();
    expect(marks().map(({ body }) => body)).to.deep.equal([
      { reviewId },
      { promptId: 'card-0', action: 'flag' },
      { promptId: 'card-0', action: 'unflag' },
      { promptId: 'card-0', action: 'bury' },
      { promptId: 'card-1', action: 'suspend' },
    ]);
  });

  it('an answer that is undone before it was sent is never sent', async () => {
    const { hub, page } = await open();
    await rate(page, '1');
    await page.keyboard.press('u');
    await page.waitForSelector('[data-item="card-0"]');
    await rate(page, '3');
    await until(() => hub.received.size > 0);
    const sent = hub.bodies.filter(({ path }) => path === '/reviews').map(({ body }) => body);
    expect(JSON.stringify(sent)).to.contain('"rating":"good"').and.not.contain('"rating":"again"');
  });

  it('renews a session that has run out', async () => {
    const { hub, page } = await open();
    hub.tokens++;
    await rate(page, '3');
    await until(() => hub.received.size === 1);
    expect(hub.requests.filter((request) => request === 'POST /sessions')).to.have.length(2);
  });

  it('a test makes one attempt, sends its answers and finishes it', async () => {
    const items = SAMPLE_ITEMS.filter(({ id }) => ['capital-france', 'planet'].includes(id));
    const options = { mode: 'test', feedback: 'end', masteryScore: 0.5 } as const;
    const { hub, page, troubles } = await open(sampleContent({ items, options }));
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-item="capital-france"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('.cw-rating');
    hub.offline = true;
    await page.keyboard.press('2');
    await page.waitForSelector('[data-item="planet"]');
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=100%');
    hub.offline = false;
    await until(() => hub.requests.some((request) => request.endsWith('/finish')));
    expect(hub.received.size).to.equal(2);
    const ids = hub.bodies.filter(({ path }) => path === '/attempts').map(({ body }) => body);
    expect(new Set(ids.map((body) => JSON.stringify(body))).size).to.equal(1);
    const answers = hub.bodies
      .filter(({ path }) => path.endsWith('/answers'))
      .flatMap(({ body }) => body);
    expect(answers).to.have.nested.property('[1].response', 'b');
    expect(answers).to.have.nested.property('[1].correct', true);
    expect(troubles.filter((trouble) => !trouble.includes('ERR_'))).to.deep.equal([]);
  });

  for (const [link, title] of [
    ['expired', 'This link has expired'],
    ['broken', 'This link does not work'],
  ] as const) {
    it(`a link that is ${link} says what to do`, async () => {
      const { page } = await open(sampleContent(), link);
      expect(await page.textContent('h1')).to.equal(title);
      expect(await page.textContent('.cw-page')).to.contain('ask for a new one');
    });
  }
});
