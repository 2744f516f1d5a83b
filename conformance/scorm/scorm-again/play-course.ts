import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Frame, Page } from 'playwright-core';
import { type LearnerPlan, learn } from '../learner.ts';
import { clientScript } from '../lms/client-script.ts';
import { lastCommit, type Sequenced } from '../lms/commit.ts';
import { lmsPage } from '../lms/page.ts';
import { type LmsServer, openLmsServer } from '../lms/server.ts';
import { openPackage } from '../opened-package.ts';
import { activityTree } from './activity-tree.ts';
import type { CourseLaunch, CourseReport } from './course-launch.ts';

/** How each delivered SCO is played, by its place in the course. */
export type CoursePlan = (n: number, itemId: string) => Partial<LearnerPlan>;

export interface PlayedCourse extends CourseReport {
  errors: string[];
  /** Ids of the items answered in each SCO. */
  answered: string[][];
}

/**
 * Plays a SCORM 2004 course in Chromium inside scorm-again, SCO after SCO by the player's exit
 * button, until the runtime delivers no more.
 */
export async function playCourse(
  zipPath: string,
  { browser, plan, cmi = null }: { browser: Browser; plan: CoursePlan; cmi?: object | null },
): Promise<PlayedCourse> {
  const opened = await openPackage(zipPath);
  const reports: Sequenced<CourseReport>[] = [];
  const script = await clientScript(new URL('./course-client.ts', import.meta.url));
  const launches = Object.fromEntries(
    opened.scos.map(({ itemId, launch }) => [itemId, `/package/${launch}`]),
  );
  const launch: CourseLaunch = { tree: activityTree(opened.manifest), launches, cmi };
  const server = await openLmsServer({
    packageFolder: opened.folder,
    files: { '/lms/launch.html': () => lmsPage(launch), '/lms/client.js': () => script },
    onCommit: (body) => reports.push(body as Sequenced<CourseReport>),
  });
  const context = await browser.newContext({ locale: 'en-GB' });
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(String(error.error())));
  try {
    const page = await context.newPage();
    const answered = await playAll({ page, server, launches, reports, plan });
    const last = lastCommit(reports);
    if (!last) throw new Error('The runtime has reported nothing.');
    return { ...last, errors, answered };
  } finally {
    await context.close();
    await server.close();
    await opened.close();
  }
}

interface Course {
  page: Page;
  server: LmsServer;
  launches: Readonly<Record<string, string>>;
  reports: readonly Sequenced<CourseReport>[];
  plan: CoursePlan;
}

const MOST_SCOS = 10;

async function playAll({ page, server, launches, reports, plan }: Course): Promise<string[][]> {
  await page.goto(`${server.origin}/lms/launch.html`);
  const answered: string[][] = [];
  let frame: Frame | null = null;
  while (answered.length < MOST_SCOS) {
    const next = await nextSco(page, frame, reports);
    if (!next) return answered;
    frame = next;
    const place = new URL(frame.url()).pathname;
    const itemId = Object.keys(launches).find((id) => launches[id] === place) ?? '';
    const wishes = { answers: Number.POSITIVE_INFINITY, isRight: () => true, wrongText: 'zzz' };
    const given = { ...wishes, ...plan(answered.length, itemId) };
    answered.push(await learn(page, frame, given));
    await frame.getByRole('button', { name: 'Exit' }).first().click();
  }
  return answered;
}

/** null: the course has ended, or nothing more comes. */
async function nextSco(
  page: Page,
  before: Frame | null,
  reports: readonly Sequenced<CourseReport>[],
): Promise<Frame | null> {
  for (let tries = 0; tries < 100; tries++) {
    if (lastCommit(reports)?.isFinal) return null;
    const frame = page.frames().find((one) => one !== page.mainFrame() && one !== before);
    if (frame?.url().includes('/package/')) return frame;
    await pause(30);
  }
  return null;
}
