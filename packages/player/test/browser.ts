import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { buildPlayer } from '../build.ts';
import { playerFiles, playerHtml } from '../src/bundle.ts';
import type { PlayerContent } from '../src/content.ts';
import { sampleMedia } from './sample-content.ts';

/** The policy that the hub sends, and that packages must live with. */
export const STRICT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; style-src-attr 'unsafe-inline'";

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? chromiumInPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function chromiumInPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const found = folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
  if (!found) throw new Error('No chromium in PATH: install it, or set CHROMIUM_PATH.');
  return found;
}

let built: Promise<void> | undefined;

/** The bundle as it would be shipped, built once in a test run. */
export function builtPlayer(): Promise<void> {
  built ??= buildPlayer();
  return built;
}

/** The files of a package, by path. */
export async function packageFiles(
  content: PlayerContent,
  tracking: 'scorm12' | 'memory',
): Promise<Record<string, Buffer>> {
  const { js, css } = playerFiles();
  const assigned = `window.CROSSWALK_CONTENT=${JSON.stringify(content)};window.CROSSWALK_TRACKING='${tracking}';`;
  const { title, language, direction } = content;
  const html = playerHtml({ title, language, direction, scripts: ['content.js', 'player.js'] });
  return {
    'index.html': Buffer.from(html),
    'content.js': Buffer.from(assigned),
    'player.js': await readFile(js),
    'player.css': await readFile(css),
    ...sampleMedia(),
  };
}

export interface PackageFolder {
  /** `file:` URL of its page. */
  url: string;
  remove(): Promise<void>;
}

export async function packageFolder(
  content: PlayerContent,
  tracking: 'scorm12' | 'memory' = 'memory',
): Promise<PackageFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'player-'));
  for (const [path, bytes] of Object.entries(await packageFiles(content, tracking))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return {
    url: pathToFileURL(join(folder, 'index.html')).href,
    remove: () => rm(folder, { recursive: true }),
  };
}
