import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../tools/services/browser.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openChromium(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium: install it, or set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: flags });
}
