import { chromium } from 'playwright-core';
import { findProgram, isExecutable } from './find-program.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of Chromium or a browser made from it: from CHROMIUM_PATH, PATH, or Playwright's own. */
export function findBrowser(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  return findProgram(names) ?? [...macApplications, chromium.executablePath()].find(isExecutable);
}
