import type { Browser } from 'playwright-core';
import { clientScript } from '../lms/client-script.ts';
import { lastCommit, type Sequenced } from '../lms/commit.ts';
import { lmsPage } from '../lms/page.ts';
import { openLmsServer } from '../lms/server.ts';
import { type OpenedPackage, openPackage } from '../opened-package.ts';
import { type Visit, type VisitPlace, type VisitResult, visit } from '../visit.ts';
import { type LmsHabits, plainHabits } from './habits.ts';
import type { StrictCommit, StrictLaunch, Values } from './launch.ts';
import { startingValues12 } from './scorm12/starting-values.ts';
import { startingValues2004 } from './scorm2004/starting-values.ts';

export interface StrictVisit extends Visit {
  habits?: Partial<LmsHabits>;
  /** Looks at the pages before they are left. */
  look?: VisitPlace['onBeforeLeave'];
  /** Shown by another site, as an LMS inside a portal is. */
  isEmbedded?: boolean;
}

export interface StrictVisitResult extends VisitResult {
  values: Values;
  violations: string[];
  commits: number;
  finished: boolean;
}

/** Nobody may rely on `unload`, which Chromium is about to end. */
const headers = { 'permissions-policy': 'unload=()' };

/** Plays a package in the strict LMS, each visit with what was stored in those before. */
export async function attendStrictLms(
  zipPath: string,
  { browser, visits }: { browser: Browser; visits: readonly StrictVisit[] },
): Promise<StrictVisitResult[]> {
  const opened = await openPackage(zipPath);
  try {
    const attended: StrictVisitResult[] = [];
    for (const plan of visits) {
      attended.push(await attend(opened, browser, plan, attended.at(-1)?.values ?? {}));
    }
    return attended;
  } finally {
    await opened.close();
  }
}

async function attend(
  opened: OpenedPackage,
  browser: Browser,
  plan: StrictVisit,
  stored: Values,
): Promise<StrictVisitResult> {
  const { folder, launch, version, masteryScore } = opened;
  const habits = { ...plainHabits, ...plan.habits };
  const commits: Sequenced<StrictCommit>[] = [];
  const script = await clientScript(new URL('./client.ts', import.meta.url));
  const content = `/package/${launch}`;
  const values =
    version === '1.2'
      ? startingValues12(stored, masteryScore, habits)
      : startingValues2004(stored, opened, habits);
  const start: StrictLaunch = { version, content, values, habits };
  const server = await openLmsServer({
    packageFolder: folder,
    files: {
      '/lms/launch.html': () => lmsPage(start),
      '/lms/client.js': () => script,
      '/portal.html': () => portalPage(`${server.origin}/lms/launch.html`),
    },
    headers,
    onCommit: (body) => commits.push(body as Sequenced<StrictCommit>),
  });
  try {
    const isStored = () => commits.some(({ isFinal }) => isFinal);
    const url = plan.isEmbedded
      ? `${server.origin.replace('127.0.0.1', 'localhost')}/portal.html`
      : `${server.origin}/lms/launch.html`;
    const place = { browser, url, launch: content, isStored, onBeforeLeave: plan.look };
    const result = await visit(place, plan);
    const last = lastCommit(commits);
    return {
      ...result,
      values: last?.values ?? values,
      violations: last?.violations ?? [],
      commits: commits.length,
      finished: isStored(),
    };
  } finally {
    await server.close();
  }
}

function portalPage(url: string): string {
  return `<!doctype html><title>Portal</title>
<iframe src="${url}" style="inline-size: 100%; block-size: 95vh"></iframe>`;
}
