import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import type { PlayerContent } from '../src/content.ts';
import { packageFiles, STRICT_CSP } from './browser.ts';
import type { StrictLms } from './strict-scorm12.ts';
import { fileReply, startServer, type WebServer } from './web-server.ts';

declare global {
  interface Window {
    lms: StrictLms;
  }
}

/** A page with the strict LMS, and the package in a frame below it under the strict policy. */
export async function startLms(
  content: PlayerContent,
  initial: Record<string, string> = {},
): Promise<WebServer> {
  const files = await packageFiles(content, 'scorm12');
  const mock = fileURLToPath(new URL('strict-scorm12.ts', import.meta.url));
  const bundled = await build({
    stdin: {
      contents: `import { strictLms } from ${JSON.stringify(mock)};
        window.lms = strictLms(${JSON.stringify(initial)});
        window.API = window.lms.api;`,
      resolveDir: '.',
    },
    bundle: true,
    write: false,
    format: 'iife',
  });
  const lms = `<!doctype html><html lang="en"><title>LMS</title><script>${bundled.outputFiles[0]?.text}</script>
    <iframe id="sco" src="/course/index.html" width="900" height="640" title="Course" allow="autoplay"></iframe>`;
  return startServer(({ path }) => {
    if (path === '/lms.html') return { type: 'text/html', body: lms };
    const file = files[path.replace('/course/', '')];
    if (!file) return { status: 404, body: '' };
    return fileReply(path, file, { 'content-security-policy': STRICT_CSP });
  });
}

/** What the LMS has kept so far, and how it was asked. */
export function lmsState(page: Page) {
  return page.evaluate(() => {
    const { kept, calls, errors, finished } = window.lms;
    return { kept, calls, errors, finished };
  });
}
