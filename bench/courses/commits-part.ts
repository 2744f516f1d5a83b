import { setTimeout as pause } from 'node:timers/promises';
import type { CourseLaunch } from '@crosswalk/course-player/launch';
import { course12 } from '../../conformance/scorm-import/generated-course.ts';
import { launchInPage } from '../../conformance/scorm-import/launch-in-page.ts';
import { type HubClient, hubClient, type JobView } from '../../tools/hub-client.ts';
import { benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { quantile } from '../quantile.ts';
import { millis, table } from '../table.ts';

const LEARNERS = 1_000;
const EVERY_MS = 10_000;
const COMMITS = 6;
/** Of the learners' pages, opened at the same time. */
const AT_ONCE = 8;

/** 1,000 learners of a SCORM course who commit every ten seconds. */
export const courseCommitsPart: Part = { services: ['postgres'], run };

interface Learner {
  personId: string;
  commitUrl: string;
}

async function run({ postgres, stop }: Bench): Promise<string[]> {
  const hub = await benchHub({ env: await postgres(), stop });
  try {
    const client = hubClient(hub);
    const courseId = await importCourse(client);
    const learners = await openAll(client, courseId);
    const times: number[] = [];
    let failures = 0;
    const play = async ({ commitUrl }: Learner, n: number): Promise<void> => {
      await pause((n * EVERY_MS) / LEARNERS);
      for (let number = 1; number <= COMMITS; number += 1) {
        stop.throwIfAborted();
        const begun = performance.now();
        const body = JSON.stringify(
          commitOf(number, number === 1 + (n % COMMITS) ? 'answer' : 'none'),
        );
        const headers = { 'Content-Type': 'application/json' };
        const answer = await fetch(commitUrl, { method: 'POST', headers, body });
        await answer.arrayBuffer();
        const ms = performance.now() - begun;
        times.push(ms);
        if (answer.status !== 204) failures += 1;
        if (number < COMMITS) await pause(Math.max(0, EVERY_MS - ms));
      }
    };
    await Promise.all(learners.map(play));
    const lost = await countLost(client, { courseId, learners });
    return [tableOf(times, { failures, lost })];
  } finally {
    await hub.close();
  }
}

/** A bookmark and 2,000 characters each time, and once an answer and a score. */
function commitOf(number: number, has: 'answer' | 'none'): object {
  const answer = {
    'cmi.interactions.0.id': 'q1',
    'cmi.interactions.0.type': 'choice',
    'cmi.interactions.0.student_response': 'b',
    'cmi.interactions.0.result': 'correct',
    'cmi.core.lesson_status': 'passed',
    'cmi.core.score.raw': '90',
  };
  const changes = {
    'cmi.core.lesson_location': String(number),
    'cmi.suspend_data': `${number}`.padEnd(2_000, 'abcdefghij'),
    ...(has === 'answer' && answer),
  };
  return {
    number,
    items: [{ item: 'a', isFresh: false, changes }],
    currentItem: 'a',
    isEnded: false,
  };
}

async function importCourse(client: HubClient): Promise<string> {
  const file = new Blob([new Uint8Array(course12(['a']))]);
  type View = JobView & { report: { courseId: string } };
  return (await client.imported<View>(file, 'course.zip')).report.courseId;
}

async function openAll(client: HubClient, courseId: string): Promise<Learner[]> {
  return inTurn(Array.from({ length: LEARNERS }), async () => {
    const body = { displayName: 'Jo Doe' };
    const { id: personId } = await client.call<{ id: string }>('POST', '/v1/people', body);
    const { commitUrl } = await openPage(client, { courseId, personId, launchMode: 'Normal' });
    return { personId, commitUrl: commitUrl ?? '' };
  });
}

async function openPage(
  client: HubClient,
  { courseId, ...body }: { courseId: string; personId: string; launchMode: string },
): Promise<CourseLaunch> {
  const path = `/v1/courses/${courseId}/launches`;
  const { url } = await client.call<{ url: string }>('POST', path, body);
  return launchInPage(await (await fetch(url)).text());
}

/** Learners of whom the last commit, or the score, is not there. */
async function countLost(
  client: HubClient,
  { courseId, learners }: { courseId: string; learners: readonly Learner[] },
): Promise<number> {
  const kept = await inTurn(learners, async ({ personId }) => {
    const { stored } = await openPage(client, { courseId, personId, launchMode: 'Review' });
    const path = `/v1/people/${personId}/attempts`;
    const { data } = await client.call<{ data: { success: string }[] }>('GET', path);
    const location = stored?.dataModels.a?.['cmi.core.lesson_location'];
    return location === String(COMMITS) && data[0]?.success === 'passed';
  });
  return kept.filter((isKept) => !isKept).length;
}

async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let n = 0; n < all.length; n += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(n, n + AT_ONCE).map(work))));
  }
  return answers;
}

function tableOf(
  times: readonly number[],
  { failures, lost }: { failures: number; lost: number },
): string {
  const share = (of: number) => millis(quantile(times, of));
  return table(`Commits of ${LEARNERS} learners, one every ${EVERY_MS / 1_000} s each`, [
    ['commits', 'p50', 'p95', 'p99', 'worst', 'refused', 'lost', 'goal'],
    [
      ...[String(times.length), share(0.5), share(0.95), share(0.99), share(1)],
      ...[String(failures), String(lost), 'p95 50 ms, 0 lost'],
    ],
  ]);
}
