import { formOf, openBrowser, type Page } from '../browser.ts';
import type { LoginCase, LoginCheck } from '../case.ts';
import { openLogin, toAnswer } from './flow.ts';
import { want } from './outcome.ts';
import { type Class, launchOf } from './school.ts';

/** 128 bits in base64url. */
const LEAST_LENGTH = 22;

interface Seen {
  at: Class;
  page: Page;
  /** Parameters that reached the authorization endpoint, if the browser went there. */
  sent: URLSearchParams | undefined;
  cookies: readonly string[];
  again(): Promise<Seen>;
}

export async function runLogin(at: Class, one: LoginCase): Promise<void> {
  await checks[one.check](await login(at, one));
}

async function login(at: Class, one: LoginCase): Promise<Seen> {
  const { method, parameters } = one;
  const browser = openBrowser();
  const launch = launchOf(at, 'student', { request: { method, login: parameters } });
  const page = await openLogin(browser, launch);
  const authorize = page.visited.find((url) => url.startsWith(at.platform.urls.authorize));
  const sent = authorize === undefined ? undefined : new URL(authorize).searchParams;
  return { at, page, sent, cookies: browser.received, again: () => login(at, one) };
}

const came = ({ page }: Seen) =>
  `it came to ${page.status} ${page.url.slice(0, 200)} ${page.body.replace(/\s+/g, ' ').slice(0, 150)}`;

const checks: Record<LoginCheck, (seen: Seen) => void | Promise<void>> = {
  'goes-to-platform': (seen) => {
    const form = formOf(seen.page);
    want(Boolean(form?.fields.id_token), `an id_token; ${came(seen)}`);
  },
  refused: (seen) => {
    want(seen.sent === undefined, `no authorization request; ${came(seen)}`);
    want(isClientError(seen.page), `a refusal; ${came(seen)}`);
  },
  'fresh-state-and-nonce': async (seen) => {
    const { sent } = await seen.again();
    for (const name of ['state', 'nonce']) {
      const values = [seen.sent?.get(name), sent?.get(name), 'chosen'];
      want(new Set(values).size === 3 && !values.includes(null), `a fresh ${name}; ${values}`);
    }
  },
  unguessable: ({ sent }) => {
    for (const name of ['state', 'nonce']) {
      const value = sent?.get(name) ?? '';
      want(value.length >= LEAST_LENGTH, `a ${name} of 128 bits, not ${value}`);
    }
  },
  'secure-cookie': ({ cookies }) => {
    want(cookies.length > 0, 'a cookie that binds the login to the browser');
    for (const cookie of cookies) {
      const isSafe = [/;\s*secure/i, /;\s*httponly/i, /;\s*samesite=none/i].every((part) =>
        part.test(cookie),
      );
      want(isSafe, `Secure, HttpOnly and SameSite=None: ${cookie}`);
    }
  },
  'fixed-redirect-uri': (seen) => {
    const uri = seen.sent?.get('redirect_uri');
    const isOwn = uri === undefined || seen.at.tool.redirectUris.includes(uri ?? '');
    want(isOwn, `a redirect_uri of its own, not ${uri}`);
    want(seen.sent !== undefined || isClientError(seen.page), `an answer; ${came(seen)}`);
    // The platform notices that too: nothing more to blame here.
  },
  'no-echo': (seen) => {
    const isPage = /html/.test(seen.page.headers.get('content-type') ?? '');
    want(!(isPage && seen.page.body.includes('<script>alert(1)')), `no echo; ${came(seen)}`);
  },
  'stays-up': async (seen) => {
    want(seen.page.status < 500, `no failure of the tool; ${came(seen)}`);
    await toAnswer(launchOf(seen.at, 'student', {}));
  },
};

const isClientError = ({ status }: Page) => status >= 400 && status < 500;
