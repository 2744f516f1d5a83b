import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { clientScript } from '../scorm/lms/client-script.ts';
import { lastCommit, type Sequenced } from '../scorm/lms/commit.ts';
import { lmsPage } from '../scorm/lms/page.ts';
import { openLmsServer } from '../scorm/lms/server.ts';
import { openPackage } from '../scorm/opened-package.ts';
import type { LmsHabits } from '../scorm/strict-lms/habits.ts';
import type { Gradebook } from './runtime.ts';
import { scormAgainRuntime } from './scorm-again-runtime.ts';
import { strictRuntime } from './strict-runtime.ts';

/** A learner's visit to the package in the platform. */
export interface Visit {
  lms: Page;
  /** The shell's own frame. */
  shell(): Promise<Frame>;
  /** The hub's frame in it, once it is there. */
  player(): Promise<Frame>;
  close(): Promise<void>;
}

/** An LMS that holds one package, played in scorm-again, with one learner. */
export interface Platform {
  visit(learner?: string): Promise<Visit>;
  /** As committed last. */
  gradebook(): Gradebook;
  /** Waits until the gradebook is so; throws when it never is. */
  shows(holds: (gradebook: Gradebook) => boolean): Promise<Gradebook>;
  close(): Promise<void>;
}

/** Another site than the hub's 127.0.0.1, so the hub's cookies and storage are a third party's. */
const HOST = 'localhost';
const PATIENCE_MS = 20_000;

export async function openPlatform(
  zipPath: string,
  browser: Browser,
  strict?: Partial<LmsHabits>,
): Promise<Platform> {
  const opened = await openPackage(zipPath);
  const content = `/package/${opened.launch}`;
  const runtime = strict
    ? strictRuntime(opened, content, strict)
    : scormAgainRuntime(opened, content);
  const script = await clientScript(runtime.client);
  const commits: Sequenced<object>[] = [];
  let learnerId = 'learner-1';
  const server = await openLmsServer({
    packageFolder: opened.folder,
    files: {
      '/lms/launch.html': () => lmsPage(runtime.start(learnerId)),
      '/lms/client.js': () => script,
    },
    // Nobody may rely on `unload`, which Chromium is about to end.
    headers: { 'permissions-policy': 'unload=()' },
    onCommit(body) {
      commits.push(body as Sequenced<object>);
      runtime.store(lastCommit(commits));
    },
  });
  const url = new URL('/lms/launch.html', server.origin);
  url.hostname = HOST;
  const contexts: BrowserContext[] = [];
  const { gradebook } = runtime;

  return {
    async visit(learner = 'learner-1') {
      learnerId = learner;
      commits.length = 0;
      const context = await browser.newContext({ locale: 'en-GB' });
      contexts.push(context);
      const lms = await context.newPage();
      await lms.goto(url.href);
      const shell = () => frameOf(lms, (one) => one.url().endsWith(content));
      const player = () => frameOf(lms, (one) => new URL(one.url()).pathname.startsWith('/play/'));
      return { lms, shell, player, close: () => context.close() };
    },
    gradebook,
    async shows(holds) {
      const end = Date.now() + PATIENCE_MS;
      while (!holds(gradebook())) {
        if (Date.now() > end) throw new Error(`The LMS shows ${JSON.stringify(gradebook())}.`);
        await pause(50);
      }
      return gradebook();
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await server.close();
      await opened.close();
    },
  };
}

async function frameOf(page: Page, is: (frame: Frame) => boolean): Promise<Frame> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const frame = page.frames().find((one) => /^https?:/.test(one.url()) && is(one));
    if (frame) return frame;
    await pause(30);
  }
  throw new Error('There is no such frame.');
}
