import { inflateRawSync } from 'node:zlib';
import { base64 } from './idp/messages.ts';

/** A login that one browser began. */
export interface BegunLogin {
  requestId: string;
  relayState: string;
  cookie: string;
}

export interface Verdict {
  status: number;
  /** Whether the browser has a session now. */
  isSignedIn: boolean;
  /** Code of the page of an error. */
  code: string | undefined;
  body: string;
}

/** Begins to sign in, and stops where the provider would be asked. */
export async function beginLogin(login: string, query = ''): Promise<BegunLogin> {
  const answer = await fetch(`${login}${query}`, { redirect: 'manual' });
  const location = answer.headers.get('location');
  if (!location) throw new Error(`${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  const { searchParams } = new URL(location);
  const deflated = Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64');
  return {
    requestId: / ID="([^"]+)"/.exec(inflateRawSync(deflated).toString())?.[1] ?? '',
    relayState: searchParams.get('RelayState') ?? '',
    cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
}

/** Posts a response as the browser of the login does. */
export function postResponse(
  acs: string,
  xml: string,
  login: Partial<BegunLogin> = {},
): Promise<Verdict> {
  const { relayState, cookie } = login;
  const fields = { SAMLResponse: base64(xml), ...(relayState && { RelayState: relayState }) };
  return post(acs, fields, cookie);
}

export async function post(
  url: string,
  fields: Record<string, string>,
  cookie?: string,
): Promise<Verdict> {
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...(cookie && { Cookie: cookie }) },
    body: new URLSearchParams(fields),
  });
  const body = await answer.text();
  return {
    status: answer.status,
    isSignedIn: answer.headers.getSetCookie().some((line) => /^hub_\w+=[\w-]{43};/.test(line)),
    code: /<code class="soft">(\w+)<\/code>/.exec(body)?.[1],
    body,
  };
}
