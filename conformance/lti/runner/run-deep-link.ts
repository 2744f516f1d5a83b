import { type ContentItem, message } from '@crosswalk/lti-platform';
import type { DeepLinkCase } from '../case.ts';
import { toAnswer } from './flow.ts';
import { UnmetError, want } from './outcome.ts';
import { type DrivenClass, launchOf } from './school.ts';

export async function runDeepLink(at: DrivenClass, one: DeepLinkCase): Promise<void> {
  const { platform } = at;
  const { mutate, expect, who } = one;
  const launch = launchOf(at, who, {
    ...mutate,
    request: { ...mutate.request, message: message.deepLinking },
  });
  const session = platform.deepLinks.find(launch.sessionId ?? '');
  const failure = await answer(at, launch, mutate).then(
    () => undefined,
    (error: unknown) => error,
  );
  const items = session?.response?.items;
  if (expect === 'refused') {
    want(failure !== undefined && items === undefined, 'a refusal');
    return;
  }
  if ('atMost' in expect) {
    want((items?.length ?? 0) <= expect.atMost, `${expect.atMost} items at most`);
    return;
  }
  if (failure !== undefined) throw failure;
  want(items?.length === expect.items, `${expect.items} items, not ${items?.length}`);
  if (mutate.thenLaunch) await launchItem(at, items?.[0]);
}

/** From the click to the platform's page after the response. */
async function answer(
  at: DrivenClass,
  launch: ReturnType<typeof launchOf>,
  { count, withLineItem = false }: DeepLinkCase['mutate'],
): Promise<void> {
  const { driver, platform } = at;
  const { browser, form } = await toAnswer(launch);
  const page = await browser.submit(form);
  const taken = await driver.judge(page, browser);
  if (!taken) throw new UnmetError(`a launch; it came to ${page.status}`);
  const response = await driver.choose?.(taken.session, page, { count, withLineItem });
  if (!response) throw new UnmetError('a response');
  const wanted = platform.urls.deepLinkReturn(launch.sessionId ?? '');
  want(response.action === wanted, `a response to ${wanted}, not to ${response.action}`);
  const end = await browser.submit({ action: response.action, fields: { JWT: response.jwt } });
  want(end.status === 200, `a response that the platform takes; it answered ${end.status}`);
}

/** Core 1.3 5.4.6: the custom parameters of the item come back in each launch of its link. */
async function launchItem(at: DrivenClass, item: ContentItem | undefined): Promise<void> {
  const { platform, course, tool, driver } = at;
  if (!item) throw new UnmetError('an item');
  const link = platform.courses.addLink(course.id, {
    url: typeof item.url === 'string' ? item.url : tool.targetLinkUri,
    title: 'Chosen',
    custom: textsOf(item.custom),
  });
  const launch = launchOf({ ...at, link, custom: {} }, 'student', {});
  const { browser, form } = await toAnswer(launch);
  const page = await browser.submit(form);
  want((await driver.judge(page, browser)) !== undefined, `a launch of the item: ${page.status}`);
}

function textsOf(custom: unknown): Record<string, string> {
  if (typeof custom !== 'object' || custom === null) return {};
  return Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, String(value)]));
}
