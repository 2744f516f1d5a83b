import type { Launch } from '@crosswalk/lti-platform';
import { type Browser, type Form, formOf, openBrowser, type Page } from '../browser.ts';
import { UnmetError } from './outcome.ts';

/** A browser that has been to the platform and is about to post its answer to the tool. */
export interface Answered {
  browser: Browser;
  form: Form;
}

/** Opens the login that a launch begins with. */
export function openLogin(browser: Browser, { url, method, parameters }: Launch): Promise<Page> {
  const body = new URLSearchParams(parameters);
  if (method === 'POST') return browser.open(url, { method, body });
  return browser.open(`${url}?${body}`);
}

/** From the click to the form that the platform answers. */
export async function toAnswer(launch: Launch, browser = openBrowser()): Promise<Answered> {
  const page = await openLogin(browser, launch);
  const form = formOf(page);
  if (!form || !(form.fields.id_token || form.fields.error)) {
    throw new UnmetError(`the login came to ${page.status} ${page.url}: ${start(page.body)}`);
  }
  return { browser, form };
}

const start = (text: string) => text.replace(/\s+/g, ' ').slice(0, 200);
