import type { Browser } from 'playwright-core';
import type { Cmi } from '../cmi.ts';
import { clientScript } from '../lms/client-script.ts';
import { lastCommit, type Sequenced } from '../lms/commit.ts';
import { lmsPage } from '../lms/page.ts';
import { openLmsServer } from '../lms/server.ts';
import { type OpenedPackage, openPackage } from '../opened-package.ts';
import { type Visit, type VisitResult, visit } from '../visit.ts';
import type { ScormAgainLaunch } from './launch.ts';

export interface PlayedVisit extends VisitResult {
  /** As scorm-again committed it last in this visit. */
  cmi: Cmi;
  commits: number;
  /** The runtime has ended the session by LMSFinish. */
  finished: boolean;
}

interface Commit {
  cmi: Cmi;
  isFinal: boolean;
}

/**
 * Plays a SCORM 1.2 package in Chromium inside scorm-again's runtime, one visit after the other:
 * each begins with the data model that the runtime committed in the one before.
 */
export async function playPackage(
  zipPath: string,
  { browser, visits }: { browser: Browser; visits: readonly Visit[] },
): Promise<PlayedVisit[]> {
  const opened = await openPackage(zipPath);
  try {
    const played: PlayedVisit[] = [];
    for (const plan of visits) {
      played.push(await playVisit(opened, browser, plan, played.at(-1)?.cmi));
    }
    return played;
  } finally {
    await opened.close();
  }
}

async function playVisit(
  { folder, launch, masteryScore }: OpenedPackage,
  browser: Browser,
  plan: Visit,
  stored: Cmi | undefined,
): Promise<PlayedVisit> {
  const commits: Sequenced<Commit>[] = [];
  const script = await clientScript(new URL('./client.ts', import.meta.url));
  const content = `/package/${launch}`;
  const start: ScormAgainLaunch = { content, cmi: startingCmi(masteryScore, stored) };
  const server = await openLmsServer({
    packageFolder: folder,
    files: { '/lms/launch.html': () => lmsPage(start), '/lms/client.js': () => script },
    onCommit: (body) => commits.push(body as Sequenced<Commit>),
  });
  try {
    const isStored = () => commits.some(({ isFinal }) => isFinal);
    const url = `${server.origin}/lms/launch.html`;
    const result = await visit({ browser, url, launch: content, isStored }, plan);
    const last = lastCommit(commits);
    if (!last) throw new Error('The runtime has committed nothing.');
    return { ...result, cmi: last.cmi, commits: commits.length, finished: isStored() };
  } finally {
    await server.close();
  }
}

/** RTE 3.4.4: who learns, and how the session before ended. */
function startingCmi(masteryScore: string, stored: Cmi | undefined): object {
  const core = {
    student_id: 'learner-1',
    student_name: 'Doe, Jo',
    credit: 'credit',
    lesson_mode: 'normal',
  };
  const student_data = { mastery_score: masteryScore };
  if (!stored) return { core: { ...core, entry: 'ab-initio' }, student_data };
  const { exit, session_time: _, ...kept } = stored.core;
  const entry = exit === 'suspend' ? 'resume' : '';
  return { ...stored, core: { ...kept, ...core, entry }, student_data };
}
