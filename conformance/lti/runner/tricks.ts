import { type Launch, mediaType } from '@crosswalk/lti-platform';
import { openBrowser, type Page } from '../browser.ts';
import type { Trick } from '../case.ts';
import type { ToolDriver } from '../tool-driver.ts';
import { type Answered, toAnswer } from './flow.ts';
import { want } from './outcome.ts';

/** What tricks can make use of. */
export interface Scene {
  driver: ToolDriver;
  /** The launch of the case; each call begins one more. */
  launch(): Launch;
  /** A launch of somebody else in the same course. */
  othersLaunch(): Launch;
  /** Launches through another client of the platform, and through another platform. */
  clientsLaunch(): Promise<Launch>;
  platformsLaunch(): Promise<Launch>;
}

/** Goes to the page that the tool shows at the end. */
export async function playTrick(trick: Trick | undefined, scene: Scene): Promise<Page> {
  const { driver } = scene;
  if (trick === 'blocked-cookies') return withoutCookies(scene);
  const mine = await toAnswer(scene.launch());
  const send = (changes: Record<string, string>) => post(mine, changes);
  const { state = '' } = mine.form.fields;
  switch (trick) {
    case undefined:
      return send({});
    case 'another-browser':
      return openBrowser().submit(mine.form);
    case 'post-twice':
      want((await driver.judge(await send({}), mine.browser)) !== undefined, 'the first one works');
      return send({});
    case 'old-token-in-new-login': {
      want((await driver.judge(await send({}), mine.browser)) !== undefined, 'the first one works');
      const next = await toAnswer(scene.launch(), mine.browser);
      return post(next, { id_token: mine.form.fields.id_token ?? '' });
    }
    case 'token-of-another-login':
      return send(await token(scene.othersLaunch()));
    case 'token-of-another-client':
      return send(await token(await scene.clientsLaunch()));
    case 'token-of-another-platform':
      return send(await token(await scene.platformsLaunch()));
    case 'state-of-another-login': {
      const other = await toAnswer(scene.othersLaunch());
      return send({ state: other.form.fields.state ?? '' });
    }
    case 'both-of-another-login': {
      const other = await toAnswer(scene.othersLaunch());
      return mine.browser.submit(other.form);
    }
    case 'state-missing':
      return without(mine, 'state');
    case 'token-missing':
      return without(mine, 'id_token');
    case 'state-altered':
      return send({ state: `${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}` });
    case 'state-invented':
      return send({ state: 'a'.repeat(43) });
    case 'query-instead-of-form':
      return mine.browser.open(`${mine.form.action}?${new URLSearchParams(mine.form.fields)}`);
    case 'json-instead-of-form':
      return mine.browser.open(mine.form.action, {
        method: 'POST',
        headers: { 'Content-Type': mediaType.json },
        body: JSON.stringify(mine.form.fields),
      });
    case 'two-tabs': {
      const second = await toAnswer(scene.launch(), mine.browser);
      want((await driver.judge(await send({}), mine.browser)) !== undefined, 'the first tab works');
      return second.browser.submit(second.form);
    }
  }
}

const post = ({ browser, form }: Answered, changes: Record<string, string>) =>
  browser.submit({ ...form, fields: { ...form.fields, ...changes } });

function without({ browser, form }: Answered, name: string): Promise<Page> {
  const fields = Object.entries(form.fields).filter(([field]) => field !== name);
  return browser.submit({ ...form, fields: Object.fromEntries(fields) });
}

async function token(launch: Launch): Promise<{ id_token: string }> {
  const { form } = await toAnswer(launch);
  return { id_token: form.fields.id_token ?? '' };
}

async function withoutCookies({ driver, launch }: Scene): Promise<Page> {
  if (driver.withoutCookies) return driver.withoutCookies(launch());
  const { browser, form } = await toAnswer(launch(), openBrowser({ cookies: 'blocked' }));
  return browser.submit(form);
}
