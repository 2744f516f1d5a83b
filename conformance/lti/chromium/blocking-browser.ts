import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../../../tools/services/browser.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-sync',
  // Playwright 1.65 now and then loses a frame that moves to the process of another site.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process',
];

export interface BlockingBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** Chromium whose user blocks cookies in the settings. */
export async function openBlockingBrowser({
  blocked,
}: {
  /** Third-party ones, which lets those through that a site partitions (CHIPS), or all. */
  blocked: 'third-party' | 'all';
}): Promise<BlockingBrowser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium: install it, or set CHROMIUM_PATH.');
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-chromium-'));
  await mkdir(join(folder, 'Default'));
  const profile =
    blocked === 'all'
      ? { default_content_setting_values: { cookies: 2 } }
      : { block_third_party_cookies: true, cookie_controls_mode: 1 };
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile }));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: flags,
    viewport: { width: 1100, height: 900 },
    reducedMotion: 'reduce',
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
