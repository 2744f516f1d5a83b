import type { Launch } from '@crosswalk/lti-platform';
import { request } from 'undici';
import { type Form, formOf } from '../../conformance/lti/browser.ts';

/** A launch under way in a browser of its own. */
export interface UnderWay {
  cookies: Map<string, string>;
  /** Where the tool sent the browser. */
  location: string;
}

/** An answer of the tool, and how long it took. */
export interface Timed<T> {
  ms: number;
  value: T;
}

/** The tool's first part: from the click to the redirect to the platform. */
export async function login({ url, parameters }: Launch): Promise<Timed<UnderWay>> {
  const cookies = new Map<string, string>();
  const { ms, location } = await ask(url, { cookies, form: parameters });
  return { ms, value: { cookies, location } };
}

/** The platform's part, which nobody times. */
export async function authorize({ location }: UnderWay): Promise<Form> {
  const { body } = await request(location);
  const form = formOf({ body: await body.text(), url: location });
  if (!form?.fields.id_token) throw new Error(`The login went to ${location}`);
  return form;
}

/** The tool's second part: the token is checked, and the browser sent to the page. */
export async function launch(form: Form, { cookies }: UnderWay): Promise<Timed<UnderWay>> {
  const { ms, location } = await ask(form.action, { cookies, form: form.fields });
  return { ms, value: { cookies, location: new URL(location, form.action).href } };
}

export async function openPage({ cookies, location }: UnderWay): Promise<Timed<void>> {
  const { ms, status } = await ask(location, { cookies });
  if (status !== 200) throw new Error(`${location} answered ${status}`);
  return { ms, value: undefined };
}

interface Asked {
  cookies: Map<string, string>;
  form?: Record<string, string>;
}

async function ask(
  url: string,
  { cookies, form }: Asked,
): Promise<{ ms: number; status: number; location: string }> {
  const start = performance.now();
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { statusCode, headers, body } = await request(url, {
    method: form ? 'POST' : 'GET',
    headers: {
      ...(cookie && { cookie }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: form ? new URLSearchParams(form).toString() : null,
  });
  await body.dump();
  for (const line of [headers['set-cookie'] ?? []].flat()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  return {
    ms: performance.now() - start,
    status: statusCode,
    location: String(headers.location ?? ''),
  };
}
