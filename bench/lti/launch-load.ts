import { type Launch, type Platform, role, type Tool } from '@crosswalk/lti-platform';
import { authorize, launch, login, openPage } from './launch-steps.ts';

const PEOPLE = 200;
const BROWSERS = 8;

/** Launches of a course of 200, each time by the next of them. */
export function classLaunches(
  platform: Platform,
  tool: Tool,
  custom: Record<string, string>,
): () => Launch {
  const { id: courseId } = platform.courses.add({ title: 'Biology' });
  for (let n = 0; n < PEOPLE; n += 1) {
    platform.courses.enrol(courseId, { userId: `person-${n}`, roles: [role.learner] });
  }
  const link = platform.courses.addLink(courseId, { url: tool.targetLinkUri, custom });
  let count = 0;
  return () => {
    count += 1;
    const { clientId } = tool;
    return platform.launch({
      ...{ clientId, courseId, custom },
      linkId: link.id,
      userId: `person-${count % PEOPLE}`,
    });
  };
}

export interface Round {
  /** What the tool was busy for, without what the platform did in between. */
  busyMs: number;
  /** Of each request, in ms. */
  login: number[];
  launch: number[];
  page: number[];
}

/** All logins, then all answers of the platform, then all launches, by eight browsers at once. */
export async function playRound(next: () => Launch, launches: number): Promise<Round> {
  const started = Array.from({ length: launches }, next);
  const logins = await timed(started, login);
  const underWay = logins.values.map(({ value }) => value);
  const answered = await timed(underWay, async (one) => ({ one, form: await authorize(one) }));
  const opened = await timed(answered.values, async ({ one, form }) => {
    const landed = await launch(form, one);
    return { launch: landed.ms, page: (await openPage(landed.value)).ms };
  });
  return {
    busyMs: logins.ms + opened.ms,
    login: logins.values.map(({ ms }) => ms),
    launch: opened.values.map((times) => times.launch),
    page: opened.values.map((times) => times.page),
  };
}

async function timed<T, R>(
  inputs: readonly T[],
  work: (input: T) => Promise<R>,
): Promise<{ ms: number; values: R[] }> {
  const start = performance.now();
  const values: R[] = [];
  const queue = [...inputs];
  const browse = async () => {
    for (let input = queue.shift(); input !== undefined; input = queue.shift()) {
      values.push(await work(input));
    }
  };
  await Promise.all(Array.from({ length: BROWSERS }, browse));
  return { ms: performance.now() - start, values };
}
