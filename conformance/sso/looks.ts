import type { Browser, BrowserContext, Page } from 'playwright-core';
import { troublesOf as axeTroublesOf } from '../lti/chromium/accessibility.ts';

const SIZES = { wide: { width: 1100, height: 800 }, narrow: { width: 320, height: 720 } };

export async function openPage(browser: Browser): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ viewport: SIZES.wide, reducedMotion: 'reduce' });
  return [context, await context.newPage()];
}

/**
 * What is wrong with a page of ours, in light and dark, wide and 320 px: what axe finds, and what
 * has to be scrolled sideways.
 */
export async function troublesOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    found.push(...(await axeTroublesOf({ page, name: `${name}-${size}` })));
    const width = await page.evaluate('document.documentElement.scrollWidth');
    if (Number(width) > viewport.width) found.push(`${size}: ${width} px wide`);
  }
  await page.setViewportSize(SIZES.wide);
  return found;
}
