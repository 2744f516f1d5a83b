import { expect } from 'chai';
import type { Browser, Frame, Page } from 'playwright-core';
import { builtPlayer, launchChromium } from './browser.ts';
import { lmsState, startLms } from './lms-page.ts';
import { pageTroubles } from './page-troubles.ts';
import { SAMPLE_ITEMS, sampleContent } from './sample-content.ts';

const prompts = SAMPLE_ITEMS.filter((item) => item.kind === 'flashcard').slice(0, 2);
const study = sampleContent({ items: prompts, options: { masteryScore: 0.5 } });

describe('package in a SCORM 1.2 LMS', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    await builtPlayer();
    browser = await launchChromium();
  });
  after(() => browser.close());

  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

  async function open(...[content, initial]: Parameters<typeof startLms>) {
    const server = await startLms(content, initial);
    const page = await browser.newPage();
    const troubles = pageTroubles(page);
    await page.goto(`${server.origin}/lms.html`);
    const frame = await courseFrame(page);
    opened.push(page, server);
    return { page, frame, troubles };
  }

  async function courseFrame(page: Page): Promise<Frame> {
    const handle = await page.waitForSelector('#sco');
    const frame = await handle.contentFrame();
    if (!frame) throw new Error('no frame');
    await frame.waitForSelector('.cw-card, .cw-page-title');
    await frame.focus('.cw-card, .cw-page-title');
    return frame;
  }

  const answer = async (page: Page, frame: Frame, key: string): Promise<void> => {
    const before = await frame.getAttribute('.cw-card', 'data-item');
    await page.keyboard.press('Space');
    await frame.waitForSelector('.cw-rating');
    await page.keyboard.press(key);
    await frame.waitForFunction(
      (id) => document.querySelector('.cw-card')?.getAttribute('data-item') !== id,
      before,
    );
  };
  const committed = (page: Page, element: string, value: string) =>
    page.waitForFunction(
      ([key, expected]) => window.lms.kept[key ?? ''] === expected,
      [element, value],
    );

  it('reports answers as they come, and the outcome when all are answered', async () => {
    const { page, frame, troubles } = await open(study);
    await answer(page, frame, '1');
    await committed(page, 'cmi.core.lesson_status', 'incomplete');
    await answer(page, frame, '4');
    await committed(page, 'cmi.core.lesson_status', 'passed');
    const { kept, errors, calls } = await lmsState(page);
    expect(kept).to.include({
      'cmi.core.score.raw': '50',
      'cmi.core.exit': 'suspend',
      'cmi.interactions.0.id': 'capital-france',
      'cmi.interactions.0.type': 'performance',
      'cmi.interactions.0.student_response': 'again',
      'cmi.interactions.0.result': 'wrong',
      'cmi.interactions.1.result': 'correct',
    });
    const score = calls.indexOf('cmi.core.score.raw=50');
    expect(score).to.be.within(0, calls.indexOf('cmi.core.lesson_status=passed'));
    expect(errors).to.deep.equal([]);
    expect(troubles).to.deep.equal([]);
  });

  for (const [way, leave] of [
    [
      'the frame is removed',
      (page: Page) => page.evaluate(() => document.querySelector('#sco')?.remove()),
    ],
    [
      'the frame goes elsewhere',
      (page: Page) =>
        page.evaluate(() => document.querySelector('#sco')?.setAttribute('src', 'about:blank')),
    ],
  ] as const) {
    it(`an answer given right before ${way} is kept, and the session ends once`, async () => {
      const { page, frame } = await open(study);
      await answer(page, frame, '4');
      await leave(page);
      await page.waitForFunction(() => window.lms.finished > 0);
      const { kept, finished, errors } = await lmsState(page);
      expect(kept['cmi.interactions.0.result']).to.equal('correct');
      expect(kept['cmi.core.lesson_status']).to.equal('incomplete');
      expect(kept['cmi.core.exit']).to.equal('suspend');
      expect(kept['cmi.core.session_time']).to.match(/^0000:00:\d\d\.\d\d$/);
      expect(finished).to.equal(1);
      expect(errors).to.deep.equal([]);
    });
  }

  it('resumes from suspend_data', async () => {
    const first = await open(study);
    await answer(first.page, first.frame, '4');
    await first.frame.click('[aria-label="Save and exit"]');
    await first.frame.waitForSelector('text=You can close this window');
    const { kept, finished } = await lmsState(first.page);
    expect(finished).to.equal(1);
    const again = await open(study, {
      'cmi.suspend_data': kept['cmi.suspend_data'] ?? '',
      'cmi.core.lesson_status': 'incomplete',
    });
    expect(await again.frame.getAttribute('.cw-card', 'data-item')).to.equal('flag');
    await answer(again.page, again.frame, '4');
    await committed(again.page, 'cmi.core.score.raw', '100');
  });

  it('opening and closing reports nothing but the end', async () => {
    const { page, frame } = await open(study);
    await frame.waitForSelector('.cw-card');
    await page.evaluate(() => document.querySelector('#sco')?.remove());
    await page.waitForFunction(() => window.lms.finished > 0);
    const { kept } = await lmsState(page);
    expect(kept['cmi.core.lesson_status']).to.equal('not attempted');
    expect(kept).to.not.have.property('cmi.core.score.raw');
  });

  it('in review mode it says that nothing is recorded, and records nothing', async () => {
    const { page, frame } = await open(study, { 'cmi.core.lesson_mode': 'review' });
    await frame.waitForSelector('text=nothing is recorded');
    await answer(page, frame, '4');
    await page.evaluate(() => document.querySelector('#sco')?.remove());
    await page.waitForFunction(() => window.lms.finished > 0);
    const { calls } = await lmsState(page);
    expect(calls).to.deep.equal(['LMSInitialize', 'LMSFinish']);
  });

  it('tries refused commits again, tells meanwhile, and is quiet when they succeed', async () => {
    const { page, frame } = await open(study);
    await page.evaluate(() => window.lms.commitAnswers.push(null, 'false', null));
    await answer(page, frame, '4');
    await frame.waitForSelector('text=Not saved yet');
    await page.waitForFunction(() => window.lms.kept['cmi.core.lesson_status'] === 'incomplete');
    await frame.waitForSelector('.cw-saving[data-delivery="ok"][data-unsaved="0"]', {
      state: 'attached',
    });
  });

  it('a test reports its score, its answers and passed', async () => {
    const items = SAMPLE_ITEMS.filter(({ id }) => ['reykjavik', 'primes'].includes(id));
    const options = { mode: 'test', feedback: 'end', masteryScore: 1 } as const;
    const { page, frame, troubles } = await open(sampleContent({ items, options }));
    await page.keyboard.press('Enter');
    await frame.waitForSelector('.cw-field:focus');
    await page.keyboard.type('Reykjavik');
    await page.keyboard.press('Enter');
    await frame.waitForSelector('[data-item="primes"]');
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await frame.waitForSelector('text=100%');
    await committed(page, 'cmi.core.lesson_status', 'passed');
    const { kept, errors } = await lmsState(page);
    expect(kept).to.include({
      'cmi.core.score.raw': '100',
      'cmi.interactions.0.type': 'fill-in',
      'cmi.interactions.0.student_response': 'Reykjavik',
      'cmi.interactions.1.type': 'choice',
      'cmi.interactions.1.student_response': 'a,c',
      'cmi.interactions.1.correct_responses.0.pattern': 'a,c',
    });
    expect(errors).to.deep.equal([]);
    expect(troubles).to.deep.equal([]);
  });
});
