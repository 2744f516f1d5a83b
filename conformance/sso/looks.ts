import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../tools/services/browser.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RUN = 'axe.run(document, { resultTypes: ["violations"], preload: false })';
const SIZES = { wide: { width: 1100, height: 800 }, narrow: { width: 320, height: 720 } };

export async function openChromium(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium: install it, or set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

export async function openPage(browser: Browser): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ viewport: SIZES.wide, reducedMotion: 'reduce' });
  return [context, await context.newPage()];
}

/**
 * What is wrong with a page of ours, in light and dark, wide and 320 px: what axe finds, and what
 * has to be scrolled sideways. Keeps pictures where SCREENSHOTS names a folder.
 */
export async function troublesOf(page: Page, name: string): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const { violations } = await page.evaluate<AxeResults>(RUN);
      for (const { id, nodes } of violations) {
        found.push(`${colorScheme} ${size} ${id}: ${nodes.map((node) => node.html).join(' ')}`);
      }
      const width = await page.evaluate('document.documentElement.scrollWidth');
      if (Number(width) > viewport.width) found.push(`${colorScheme} ${size}: ${width} px wide`);
      const folder = process.env.SCREENSHOTS;
      const path = folder && join(folder, `${name}-${colorScheme}-${size}.png`);
      if (path) await page.screenshot({ path, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(SIZES.wide);
  return found;
}
