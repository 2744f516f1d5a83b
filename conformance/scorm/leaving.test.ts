import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Browser, Frame, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { learn } from './learner.ts';
import {
  events,
  type LeavingEvent,
  type LeavingLaunch,
  type Stored,
  type Transport,
  transports,
  type Way,
  ways,
} from './leaving/leaving.ts';
import { clientScript } from './lms/client-script.ts';
import { lmsPage } from './lms/page.ts';
import { openLmsServer } from './lms/server.ts';
import { type OpenedPackage, openPackage } from './opened-package.ts';
import { exportSample } from './sample-package.ts';

/** Questions whose feedback the learner sees before leaving: two judged, one typed, one chosen. */
const SEEN = 4;

/** Whether the LMS's own last message arrives: docs/packages.md has the table. */
function isHeard(way: Way, transport: Transport): boolean {
  return (way === 'navigate' || way === 'close') && transport !== 'sync request';
}

describe('an answer whose feedback was shown is kept', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  let opened: OpenedPackage;
  let script: string;

  before(async () => {
    [browser, script] = await Promise.all([
      openChromium(),
      clientScript(new URL('./leaving/client.ts', import.meta.url)),
    ]);
    folder = await mkdtemp(join(tmpdir(), 'scorm-leaving-'));
    const zipPath = join(folder, 'package.zip');
    await exportSample(zipPath, { mode: 'test', feedback: 'immediate' });
    opened = await openPackage(zipPath);
  });
  after(async () => {
    await browser?.close();
    await opened?.close();
    await rm(folder, { recursive: true });
  });

  async function leave(page: Page, way: Way): Promise<void> {
    if (way === 'navigate') await page.goto('about:blank');
    else if (way === 'close') await page.close({ runBeforeUnload: true });
    else if (way === 'remove') {
      await page.evaluate(() => document.querySelector('iframe')?.remove());
    } else {
      const session = await page.context().newCDPSession(page);
      const crashed = page.waitForEvent('crash');
      void session.send('Page.crash').catch(() => {});
      await crashed;
    }
  }

  /** Answers some questions, sees their feedback, and leaves. */
  async function attempt(event: LeavingEvent, transport: Transport, way: Way) {
    const arrived: Stored[] = [];
    const content = `/package/${opened.launch}`;
    const launch: LeavingLaunch = { content, event, transport };
    const server = await openLmsServer({
      packageFolder: opened.folder,
      files: { '/lms/launch.html': () => lmsPage(launch), '/lms/client.js': () => script },
      onCommit: (body) => arrived.push(body as Stored),
    });
    const context = await browser.newContext({ locale: 'en-GB' });
    try {
      const page = await context.newPage();
      await page.goto(`${server.origin}/lms/launch.html`);
      const frame = await playerIn(page);
      const plan = { answers: SEEN - 1, isRight: () => true, wrongText: '' };
      const answered = await learn(page, frame, plan);
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('.cw-choices[data-revealed]');
      await leave(page, way);
      const hasLast = () => arrived.some(({ isLast }) => isLast);
      // What is not to come is not waited for longer than it usually takes.
      for (let n = 0; n < (isHeard(way, transport) ? 500 : 5) && !hasLast(); n++) await pause(30);
      const kept = Math.max(
        0,
        ...arrived.map(
          ({ values }) => Object.keys(values).filter((name) => /\.result$/.test(name)).length,
        ),
      );
      return { seen: answered.length + 1, kept, hasLast: hasLast() };
    } finally {
      await context.close();
      await server.close();
    }
  }

  async function playerIn(page: Page): Promise<Frame> {
    for (;;) {
      const frame = page.frames().find((one) => one.url().endsWith(opened.launch));
      if (frame) return frame;
      await pause(20);
    }
  }

  for (const way of ways) {
    for (const event of events) {
      for (const transport of transports) {
        it(`leaving by ${way}, where the LMS sends by ${transport} at ${event}`, async () => {
          const { seen, kept, hasLast } = await attempt(event, transport, way);
          expect(seen).to.equal(SEEN);
          expect(kept).to.equal(SEEN);
          expect(hasLast).to.equal(isHeard(way, transport));
        });
      }
    }
  }
});
