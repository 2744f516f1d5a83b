import { setTimeout as wait } from 'node:timers/promises';
import type { ScoreCase, Step } from '../case.ts';
import { toAnswer } from './flow.ts';
import { UnmetError, want } from './outcome.ts';
import { addLineItem, type DrivenClass, launchOf } from './school.ts';

/** Longer than any Retry-After of the cases and the repeats that may follow. */
const ARRIVAL_LIMIT_MS = 25_000;
const ASK_AGAIN_MS = 25;
const CLOSE = 0.001;

export async function runScore(at: DrivenClass, one: ScoreCase): Promise<void> {
  const { platform, course, driver } = at;
  prepareLineItem(at, one.mutate.lineItem ?? 'of-link');
  const asked = one.expect.atMost && platform.faults.asked(one.expect.atMost.path);
  const before = platform.gradebook.scores.length;
  let session = await launched(at, one);
  let reached: number | undefined;
  let failure: unknown;
  for (const step of one.steps) {
    if (step.do !== 'score' && step.do !== 'fault' && reached !== undefined) {
      await arrived(at, one, reached);
    }
    if (step.do === 'launch-again') session = await launched(at, one);
    else if (step.do === 'score') {
      const { share, comment } = step;
      failure = await failureOf(
        driver.score?.(session, { share, ...(comment !== undefined && { comment }) }),
      );
      reached = share;
    } else prepare(at, step);
  }
  const { share, accepted, lineItems, readBack, atMost } = one.expect;
  if (share === null) await wait(driver.settleMs);
  else if (failure === undefined) await arrived(at, one, share);
  else want(false, `no error: ${failure}`);
  const scores = platform.gradebook.scores.length - before;
  if (share === null) want(shareOf(at, one) === undefined, `no grade, not ${shareOf(at, one)}`);
  if (accepted !== undefined) want(scores === accepted, `${accepted} scores, not ${scores}`);
  if (lineItems !== undefined) {
    const items = platform.gradebook.lineItemsOf(course.id).length;
    want(items === lineItems, `${lineItems} line items, not ${items}`);
  }
  if (readBack !== undefined) {
    const read = await driver.result?.(session);
    want(isClose(read, readBack), `${readBack} read back, not ${read}`);
  }
  if (atMost && asked !== undefined) {
    const requests = platform.faults.asked(atMost.path) - asked;
    want(requests <= atMost.requests, `${atMost.requests} requests at most, not ${requests}`);
  }
}

function prepareLineItem(at: DrivenClass, kind: 'of-link' | 'none' | 'copied'): void {
  if (kind === 'of-link') addLineItem(at);
  // A course that was copied has the columns of the first one.
  if (kind === 'copied') addLineItem(at, { resourceId: 'of-the-first-course', tag: 'grade' });
}

function prepare({ platform }: DrivenClass, step: Step): void {
  if (step.do === 'fault') platform.faults.set(step.fault);
  if (step.do === 'revoke-tokens') platform.accessTokens.revoke();
}

async function launched(at: DrivenClass, one: ScoreCase): Promise<string> {
  const launch = launchOf(at, one.who, { request: one.mutate.request ?? {} });
  const { browser, form } = await toAnswer(launch);
  const taken = await at.driver.judge(await browser.submit(form), browser);
  if (!taken) throw new UnmetError('a launch');
  return taken.session;
}

async function failureOf(work: Promise<void> | undefined): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The share that the gradebook of the course shows for the launcher. */
function shareOf({ platform, course, student, instructor }: DrivenClass, { who }: ScoreCase) {
  const userId = who === 'student' ? student : instructor;
  const results = platform.gradebook
    .lineItemsOf(course.id)
    .flatMap(({ id }) => platform.gradebook.results(id))
    .filter((result) => result.userId === userId && result.resultScore !== undefined);
  const last = results.at(-1);
  return last?.resultScore === undefined ? undefined : last.resultScore / last.resultMaximum;
}

async function arrived(at: DrivenClass, one: ScoreCase, share: number): Promise<void> {
  const end = Date.now() + (at.driver.settleMs > 0 ? ARRIVAL_LIMIT_MS : 0);
  while (!isClose(shareOf(at, one), share)) {
    if (Date.now() > end) throw new UnmetError(`the grade ${share}, not ${shareOf(at, one)}`);
    await wait(ASK_AGAIN_MS);
  }
}

const isClose = (value: number | undefined, wanted: number) =>
  value !== undefined && Math.abs(value - wanted) < CLOSE;
