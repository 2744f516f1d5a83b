/** A page that a browser has come to, after all redirects. */
export interface Page {
  url: string;
  status: number;
  headers: Headers;
  body: string;
  /** Every address on the way, the last one included. */
  visited: string[];
}

export interface Form {
  action: string;
  fields: Record<string, string>;
}

export interface Browser {
  open(url: string, init?: Sending): Promise<Page>;
  submit(form: Form): Promise<Page>;
  /** Set-Cookie lines as they came. */
  readonly received: readonly string[];
}

interface Sending {
  method?: string;
  headers?: Record<string, string>;
  body?: URLSearchParams | string;
}

const LIMIT_MS = 15_000;
const MOST_REDIRECTS = 10;

/** What of a browser a launch needs: cookies, redirects, forms; no scripts. */
export function openBrowser(
  options: { cookies: 'kept' | 'blocked' } = { cookies: 'kept' },
): Browser {
  const jar = new Map<string, Map<string, string>>();
  const received: string[] = [];

  const cookiesFor = (url: string) => {
    const cookies = [...(jar.get(new URL(url).host) ?? [])];
    return cookies.map(([name, value]) => `${name}=${value}`).join('; ');
  };

  function keep(url: string, lines: string[]): void {
    received.push(...lines);
    if (options.cookies === 'blocked') return;
    const { host } = new URL(url);
    const cookies = jar.get(host) ?? new Map<string, string>();
    jar.set(host, cookies);
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const isGone = /max-age=0|expires=thu, 01 jan 1970/i.test(line);
      if (isGone) cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  async function open(first: string, init: Sending = {}): Promise<Page> {
    let url = first;
    let sending = init;
    const visited: string[] = [];
    for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
      visited.push(url);
      const cookie = cookiesFor(url);
      const response = await fetch(url, {
        ...sending,
        headers: { ...(cookie && { Cookie: cookie }), ...navigation, ...sending.headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      keep(url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) {
        const { status, headers } = response;
        return { url, status, headers, body: await response.text(), visited };
      }
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (response.status !== 307 && response.status !== 308) sending = {};
    }
    throw new Error(`Too many redirects: ${visited.join(' ')}`);
  }

  return {
    open,
    received,
    submit: ({ action, fields }) =>
      open(action, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

const navigation = {
  Accept: 'text/html,application/xhtml+xml',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
};

/** The first form of a page, if it has one. */
export function formOf({ body, url }: Pick<Page, 'body' | 'url'>): Form | undefined {
  const [, attributes, inside = ''] = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(body) ?? [];
  if (attributes === undefined) return undefined;
  const inputs = [...inside.matchAll(/<input\b([^>]*)>/gi)].map(([, tag = '']) => [
    attribute(tag, 'name'),
    attribute(tag, 'value'),
  ]);
  const named = inputs.filter(([name]) => name !== '');
  const action = new URL(attribute(attributes, 'action'), url).href;
  return { action, fields: Object.fromEntries(named) };
}

function attribute(tag: string, name: string): string {
  const [, double, single] = new RegExp(`\\b${name}=(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag) ?? [];
  return decoded(double ?? single ?? '');
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const decoded = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => entities[name] ?? '');
