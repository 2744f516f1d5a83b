import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { builtPlayer, launchChromium, packageFolder } from './browser.ts';
import { pageTroubles } from './page-troubles.ts';
import { goTo, screens } from './screens.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rules beyond WCAG stay on: nothing at all may be found. */
const RUN = 'axe.run(document, { resultTypes: ["violations"], preload: false })';

describe('accessibility', function () {
  this.timeout(120_000);
  let browser: Browser;
  let axe: string;
  before(async () => {
    await builtPlayer();
    axe = await readFile(AXE, 'utf8');
    browser = await launchChromium();
  });
  after(() => browser.close());

  for (const direction of ['ltr', 'rtl'] as const) {
    for (const screen of screens(direction)) {
      it(`${screen.name}, ${direction}: light and dark at 320 px, nothing found or cut off`, async () => {
        const folder = await packageFolder(screen.content, screen.tracking);
        const page = await browser.newPage({
          viewport: { width: 320, height: 568 },
          reducedMotion: 'reduce',
          locale: direction === 'rtl' ? 'ar' : 'en',
        });
        const troubles = pageTroubles(page);
        await goTo(page, folder.url, screen);
        await page.evaluate(axe);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const { violations } = await page.evaluate<AxeResults>(RUN);
          const found = violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`,
          );
          expect(found, colorScheme).to.deep.equal([]);
        }
        const { width, targets, dir } = await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          dir: document.documentElement.dir,
          targets: [...document.querySelectorAll('button, .cw-option, input[type=text]')]
            .map((element) => element.getBoundingClientRect())
            .filter((box) => box.width < 44 || box.height < 44).length,
        }));
        expect(width, 'no horizontal scrolling').to.be.at.most(320);
        expect(targets, 'targets under 44 px').to.equal(0);
        expect(dir).to.equal(direction);
        expect(troubles).to.deep.equal([]);
        await page.close();
        await folder.remove();
      });
    }
  }

  it('at 400 % zoom the buttons leave the card its room', async () => {
    const [screen] = screens('ltr');
    if (!screen) throw new Error('no screen');
    const folder = await packageFolder(screen.content);
    const page = await browser.newPage({ viewport: { width: 320, height: 256 } });
    await goTo(page, folder.url, screen);
    const position = await page.evaluate(() => {
      const actions = document.querySelector('.cw-actions');
      return actions ? getComputedStyle(actions).position : '';
    });
    expect(position).to.equal('static');
    await page.close();
    await folder.remove();
  });

  it('the focus goes to the question, then to the answer, and events are announced', async () => {
    const [screen] = screens('ltr');
    if (!screen) throw new Error('no screen');
    const folder = await packageFolder(screen.content);
    const page = await browser.newPage();
    await goTo(page, folder.url, screen);
    const focused = () => page.evaluate(() => document.activeElement?.className);
    expect(await focused()).to.equal('cw-card');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.cw-rating');
    expect(await focused()).to.equal('cw-answer');
    await page.keyboard.press('b');
    await page.waitForSelector('[role=status] >> text=Buried until tomorrow');
    expect(await focused()).to.equal('cw-card');
    await page.close();
    await folder.remove();
  });
});
