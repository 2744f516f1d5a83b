import { setTimeout as wait } from 'node:timers/promises';
import type { Notice } from '@crosswalk/lti-platform';
import type { NoticeCase } from '../case.ts';
import { toAnswer } from './flow.ts';
import { UnmetError, want } from './outcome.ts';
import { type DrivenClass, launchOf } from './school.ts';

const LIMIT_MS = 10_000;
const ASK_AGAIN_MS = 50;

export async function runNotice(at: DrivenClass, { mutate, expect }: NoticeCase): Promise<void> {
  const { platform, tool, course } = at;
  const { type = 'LtiContextCopyNotice', times = 1, again = false } = mutate;
  const [deploymentId = ''] = tool.deploymentIds;
  await launched(at);
  await handlerSet(at, { deploymentId, type });
  const copy = platform.courses.add({ title: 'A copy', copiedFrom: [course.id] });
  const notice: Notice = {
    ...{ clientId: tool.clientId, deploymentId, type, courseId: copy.id },
    id: `notice-of-${copy.id}`,
    ...(mutate.token && { mutate: mutate.token }),
  };
  const batch = Array.from({ length: times }, () => notice);
  const first = await platform.notify(...batch);
  const last = again ? await platform.notify(...batch) : first;
  if (expect === 'taken') want(first.ok && last.ok, `2xx, not ${first.status} and ${last.status}`);
  else want(last.status >= 400 && last.status < 500, `a refusal, not ${last.status}`);
}

/** A launch tells the tool that notices are to be had. */
async function launched(at: DrivenClass): Promise<void> {
  const request = { services: ['ags', 'nrps', 'pns'] } as const;
  const { browser, form } = await toAnswer(launchOf(at, 'instructor', { request }));
  const taken = await at.driver.judge(await browser.submit(form), browser);
  if (!taken) throw new UnmetError('a launch');
}

async function handlerSet(
  { platform }: DrivenClass,
  { deploymentId, type }: { deploymentId: string; type: string },
): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  while (!platform.noticeHandlers.of(deploymentId).has(type)) {
    if (Date.now() > end) throw new UnmetError(`a handler for ${type}`);
    await wait(ASK_AGAIN_MS);
  }
}
