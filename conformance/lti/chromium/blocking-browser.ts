import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../../../tools/services/browser.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'];

export interface BlockingBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** Chromium with third-party cookies blocked, as its user would do it in the settings. */
export async function openBlockingBrowser({
  partitioned,
}: {
  /** Whether it keeps cookies that a site partitions (CHIPS), which blocking alone lets through. */
  partitioned: 'kept' | 'dropped';
}): Promise<BlockingBrowser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium: install it, or set CHROMIUM_PATH.');
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-chromium-'));
  await mkdir(join(folder, 'Default'));
  const preferences = { profile: { block_third_party_cookies: true, cookie_controls_mode: 1 } };
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: [
      ...flags,
      ...(partitioned === 'dropped' ? ['--disable-features=PartitionedCookies'] : []),
    ],
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
