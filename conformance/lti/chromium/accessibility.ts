import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RUN = 'axe.run(document, { resultTypes: ["violations"], preload: false })';

interface Looked {
  page: Page;
  /** The frame that is looked at; the page without one. */
  frame?: Frame | undefined;
  name: string;
}

/**
 * What axe finds, in light and in dark. Keeps screenshots where SCREENSHOTS names a folder, for
 * people to look at.
 */
export async function troublesOf({ page, frame, name }: Looked): Promise<string[]> {
  const target = frame ?? page.mainFrame();
  await target.evaluate(await readFile(AXE, 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await target.evaluate<AxeResults>(RUN);
    for (const { id, nodes } of violations) {
      found.push(`${colorScheme} ${id}: ${nodes.map((node) => node.html).join(' ')}`);
    }
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}
