import { message, type Platform } from '@crosswalk/lti-platform';
import { openBrowser } from '../browser.ts';
import type { Before, LaunchCase } from '../case.ts';
import { toAnswer } from './flow.ts';
import { want } from './outcome.ts';
import { addLineItem, type DrivenClass, launchOf, openClass, openSchool } from './school.ts';
import { playTrick } from './tricks.ts';

export async function runLaunch(
  at: DrivenClass,
  { who, mutate, expect }: LaunchCase,
): Promise<void> {
  const { driver, platform } = at;
  // Submission Review 1.0 3: it is about a line item.
  if (mutate.request?.message === message.submissionReview) addLineItem(at);
  const closers: (() => Promise<void>)[] = [];
  if (mutate.before) await before(at, mutate.before);
  platform.faults.set(...(mutate.faults ?? []));
  try {
    const page = await playTrick(mutate.trick, {
      driver,
      launch: () => launchOf(at, who, mutate),
      othersLaunch: () => launchOf(at, 'instructor', {}),
      clientsLaunch: async () => {
        const tool = await driver.connect(platform);
        return launchOf({ ...at, tool }, who, {});
      },
      platformsLaunch: async () => {
        const school = await openSchool(driver, { profile: 'spec', seed: 99 });
        closers.push(school.platform.close);
        return launchOf(openClass(school), who, {});
      },
    });
    const launched = await driver.judge(page, openBrowser());
    const came = `came to ${page.status} ${page.body.replace(/\s+/g, ' ').slice(0, 200)}`;
    if (expect === 'launched') want(launched !== undefined, `a launch; it ${came}`);
    else want(launched === undefined, `a refusal; it ${came}`);
    want(page.status < 500 || page.status === 503, `no failure of the tool; it ${came}`);
  } finally {
    for (const close of closers) await close();
  }
}

async function before(at: DrivenClass, what: Before): Promise<void> {
  const { keys } = at.platform;
  const first = await toAnswer(launchOf(at, 'student', {}));
  const page = await first.browser.submit(first.form);
  want((await at.driver.judge(page, first.browser)) !== undefined, 'the first launch works');
  if (what === 'rotate-overlap') await keys.rotate('overlap');
  if (what === 'rotate-twice') await keys.rotate('overlap');
  if (what === 'rotate-twice' || what === 'rotate-drop') await keys.rotate('drop');
  if (what === 'other-keys-in-jwks') await showOtherKeys(at.platform);
}

/** RFC 7517 5: what a tool does not understand in a set, it leaves alone. */
async function showOtherKeys({ keys }: Platform): Promise<void> {
  keys.showOthers([
    { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'ec', alg: 'ES256', use: 'sig' },
    { kty: 'oct', kid: 'secret', alg: 'HS256' },
    { kty: 'XYZ', kid: 'unknown' },
    { kty: 'RSA', n: 'AQAB', e: 'AQAB', use: 'enc', kid: 'encryption' },
    { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
  ]);
  await keys.rotate('drop');
}
