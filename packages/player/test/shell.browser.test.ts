import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { shellFiles, shellHtml } from '../src/bundle.ts';
import { builtPlayer, launchChromium, STRICT_CSP } from './browser.ts';
import { pageTroubles } from './page-troubles.ts';
import { fileReply, type Reply, startServer, type WebServer } from './web-server.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RUN = 'axe.run(document, { resultTypes: ["violations"], preload: false })';
const CSP = `${STRICT_CSP}; frame-src 'self'`;

/** What the hub answers to a launch; null: nothing. */
const launches: Record<string, Reply | null> = {
  down: null,
  busy: { status: 503, body: '{}' },
  refused: { status: 403, body: '{"code":"seats_taken"}' },
  unknown: { status: 404, body: '{"code":"new_reason","detail":"For a reason of its own."}' },
  silent: { body: '{"url":"/nothing"}' },
};

/** An LMS's API that takes everything, in the shell's own window. */
const API = `
  window.lmsCalls = [];
  window.API = {
    LMSInitialize: () => (lmsCalls.push('initialize'), 'true'),
    LMSFinish: () => (lmsCalls.push('finish'), 'true'),
    LMSCommit: () => 'true',
    LMSSetValue: () => 'true',
    LMSGetValue: (element) => (element === 'cmi.core.student_id' ? 'l1' : ''),
    LMSGetLastError: () => '0',
  };
`;

describe('shell of a dispatch', function () {
  this.timeout(60_000);
  let browser: Browser;
  let axe: string;
  let server: WebServer;
  before(async () => {
    await builtPlayer();
    [axe, browser] = [await readFile(AXE, 'utf8'), await launchChromium()];
    const { js, css } = shellFiles();
    const files = { '/shell.js': await readFile(js), '/shell.css': await readFile(css) };
    server = await startServer(({ path, query, method }) => {
      if (method === 'POST') return launches[path.slice(1)] ?? null;
      const file = Object.entries(files).find(([name]) => name === path)?.[1];
      if (file) return fileReply(path, file);
      if (path !== '/') return { status: 404, body: '' };
      const launch = `/${query.get('launch')}`;
      const data = { tracking: 'scorm12', mode: 'test', dispatch: 'signed', launch };
      const body = shellHtml({ title: 'Capitals', language: 'en', data });
      return {
        type: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': CSP },
        body,
      };
    });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(launch: string, { api = true, locale = 'en' } = {}): Promise<Page> {
    const viewport = { width: 320, height: 568 };
    const page = await browser.newPage({ viewport, locale, reducedMotion: 'reduce' });
    if (api) await page.addInitScript({ content: API });
    await page.goto(`${server.origin}/?launch=${launch}`);
    return page;
  }

  for (const [locale, title] of [
    ['en', 'The content cannot be reached'],
    ['de', 'Der Inhalt ist nicht erreichbar'],
    ['es', 'No se puede acceder al contenido'],
    ['fr', 'Le contenu est inaccessible'],
    ['ar', 'تعذّر الوصول إلى المحتوى'],
  ] as const) {
    it(`says in ${locale} that the hub is away: light and dark, nothing found or cut off`, async () => {
      const page = await open('down', { locale });
      await page.waitForSelector(`h1:has-text("${title}")`);
      await page.evaluate(axe);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate<AxeResults>(RUN);
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
      }
      const { width, target, dir } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        dir: document.querySelector('main')?.dir,
        target: document.querySelector('button')?.getBoundingClientRect().height ?? 0,
      }));
      expect(width).to.be.at.most(320);
      expect(target).to.be.at.least(44);
      expect(dir).to.equal(locale === 'ar' ? 'rtl' : 'ltr');
      await page.close();
    });
  }

  it('a hub that is too busy is away as well', async () => {
    const page = await open('busy');
    await page.waitForSelector('text=The content cannot be reached');
    await page.close();
  });

  it('says why it is refused, also for reasons that it does not know', async () => {
    const refused = await open('refused');
    await refused.waitForSelector('text=All its seats are taken');
    await refused.close();
    const unknown = await open('unknown');
    await unknown.waitForSelector('text=For a reason of its own.');
    await unknown.close();
  });

  it('outside a platform asks for nothing, under a strict policy without a complaint', async () => {
    const page = await browser.newPage();
    const troubles = pageTroubles(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.method()));
    await page.goto(`${server.origin}/?launch=down`);
    await page.waitForSelector('text=No learning platform found');
    expect(asked).not.to.include('POST');
    expect(troubles).to.deep.equal([]);
    await page.close();
  });

  it('ends the session when the page is left', async () => {
    const page = await open('silent');
    await page.waitForFunction('window.lmsCalls.includes("initialize")');
    const calls = await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      return Reflect.get(window, 'lmsCalls') as string[];
    });
    expect(calls.filter((call) => call === 'finish')).to.have.length(1);
    await page.close();
  });
});
