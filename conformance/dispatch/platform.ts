import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { clientScript } from '../scorm/lms/client-script.ts';
import { lastCommit, type Sequenced } from '../scorm/lms/commit.ts';
import { lmsPage } from '../scorm/lms/page.ts';
import { openLmsServer } from '../scorm/lms/server.ts';
import { openPackage } from '../scorm/opened-package.ts';
import type { Cmi, PlatformCommit, PlatformLaunch } from './platform-launch.ts';

/** What a platform shows of a learner. */
export interface Gradebook {
  /** 1.2: `lesson_status`; 2004: completion and success. */
  status: string;
  score: string;
  suspendData: string;
  exit: string;
}

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

export async function openPlatform(zipPath: string, browser: Browser): Promise<Platform> {
  const opened = await openPackage(zipPath);
  const version = opened.version === '1.2' ? '1.2' : '2004';
  const script = await clientScript(new URL('./platform-client.ts', import.meta.url));
  const commits: Sequenced<PlatformCommit>[] = [];
  let stored: Cmi | null = null;
  let learnerId = 'learner-1';
  const content = `/package/${opened.launch}`;
  const start = (): PlatformLaunch => ({
    version,
    content,
    cmi:
      version === '1.2'
        ? cmi12(learnerId, stored, opened.masteryScore)
        : cmi2004(learnerId, stored),
  });
  const server = await openLmsServer({
    packageFolder: opened.folder,
    files: { '/lms/launch.html': () => lmsPage(start()), '/lms/client.js': () => script },
    onCommit(body) {
      commits.push(body as Sequenced<PlatformCommit>);
      stored = lastCommit(commits)?.cmi ?? null;
    },
  });
  const url = new URL('/lms/launch.html', server.origin);
  url.hostname = HOST;
  const contexts: BrowserContext[] = [];
  const gradebook = () => gradesOf(version, stored);

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

const part = (cmi: Cmi, name: string): Cmi => {
  const found = cmi[name];
  return typeof found === 'object' && found ? Object.fromEntries(Object.entries(found)) : {};
};
const text = (cmi: Cmi, name: string): string => String(cmi[name] ?? '');

/** RTE 3.4.4: who learns, and how the session before ended. */
function cmi12(learner: string, stored: Cmi | null, masteryScore: string): Cmi {
  const core = { student_id: learner, student_name: 'Doe, Jo', lesson_mode: 'normal' };
  const student_data = { mastery_score: masteryScore };
  if (!stored) return { core: { ...core, entry: 'ab-initio' }, student_data };
  const { exit, session_time: _, ...kept } = part(stored, 'core');
  const entry = exit === 'suspend' ? 'resume' : '';
  return { ...stored, core: { ...kept, ...core, entry }, student_data };
}

/** RTE 4.2: as it was, where it was suspended. */
function cmi2004(learner: string, stored: Cmi | null): Cmi {
  const who = { learner_id: learner, learner_name: 'Jo Doe', mode: 'normal' };
  if (!stored) return { ...who, entry: 'ab-initio' };
  const { exit, session_time: _, ...kept } = stored;
  return { ...kept, ...who, entry: exit === 'suspend' ? 'resume' : '' };
}

function gradesOf(version: PlatformLaunch['version'], stored: Cmi | null): Gradebook {
  const cmi = stored ?? {};
  const suspendData = text(cmi, 'suspend_data');
  if (version === '1.2') {
    const core = part(cmi, 'core');
    const status = text(core, 'lesson_status');
    return {
      status,
      score: text(part(core, 'score'), 'raw'),
      suspendData,
      exit: text(core, 'exit'),
    };
  }
  const status = `${text(cmi, 'completion_status')} ${text(cmi, 'success_status')}`;
  const score = text(part(cmi, 'score'), 'scaled');
  return { status, score, suspendData, exit: text(cmi, 'exit') };
}
