import type { Launch } from '@crosswalk/lti-platform';
import { formOf } from '../../conformance/lti/browser.ts';

/** Requests of one launch that the tool answered, in ms. */
export interface LaunchTimes {
  login: number;
  launch: number;
  page: number;
}

interface Hop {
  ms: number;
  status: number;
  url: string;
  location: string;
  body: string;
}

/** From the click in the course to the page behind it, as a browser without scripts does it. */
export async function launchOnce({ url, parameters }: Launch): Promise<LaunchTimes> {
  const cookies = new Map<string, string>();

  async function hop(target: string, form?: Record<string, string>): Promise<Hop> {
    const start = performance.now();
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const body = await response.text();
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location') ?? '';
    return { ms: performance.now() - start, status: response.status, url: target, location, body };
  }

  const login = await hop(url, parameters);
  const answer = formOf(await hop(login.location));
  if (!answer) throw new Error(`The login came to ${login.status} ${login.location}`);
  const launch = await hop(answer.action, answer.fields);
  const page = await hop(new URL(launch.location, answer.action).href);
  if (page.status !== 200) throw new Error(`The launch came to ${page.status} ${page.body}`);
  return { login: login.ms, launch: launch.ms, page: page.ms };
}
