import type { PlayerContent } from '../content.ts';
import { TrackingError } from '../tracking/tracking.ts';
import type { Standing } from './standing.ts';

/** Answer of `POST {api}/sessions`. */
export interface HubSession {
  sessionToken: string;
  /** RFC 3339. */
  expiresAt: string;
  /** null: nobody knows who plays. */
  learner: { id: string; name: string } | null;
  mode: 'study' | 'test';
  /** `nothing`: a preview, with all that it shows in `content`. */
  record: 'facts' | 'nothing';
  /** Where the way out leads. */
  returnUrl?: string;
  /** Origin of the shell around the player, in a learning platform that results go to as well. */
  shellOrigin?: string;
  /** Of a study for such a platform, as far as it is. */
  standing?: Standing;
  /** In study mode without items: they come from the queue. */
  content: PlayerContent;
}

/** An RFC 9457 problem; status 0: the hub could not be reached. */
export class HubError extends Error {
  override name = 'HubError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export interface HubClient {
  open(): Promise<HubSession>;
  get(path: string): Promise<unknown>;
  /** `keepalive`: the request outlives the page (its body must stay under 64 KiB). */
  post(path: string, body: unknown, keepalive: boolean): Promise<unknown>;
}

export interface HubPlace {
  api: string;
  /** Signed token of the play link. */
  link: string;
}

/** The token lives in memory only; when it has run out, the link gives a new one. */
export function createHubClient({ api, link }: HubPlace): HubClient {
  let token = '';

  const open = async (): Promise<HubSession> => {
    const session = await request<HubSession>(`${api}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link }),
    });
    token = session.sessionToken;
    return session;
  };
  const send = async (path: string, init: RequestInit): Promise<unknown> => {
    const used = token;
    const authorized = (): RequestInit => ({
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
    try {
      return await request(api + path, authorized());
    } catch (error) {
      if (!(error instanceof HubError) || error.status !== 401) throw error;
      if (token === used) await open();
      return request(api + path, authorized());
    }
  };

  return {
    open,
    get: (path) => send(path, { method: 'GET' }),
    post: (path, body, keepalive) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        keepalive,
      }),
  };
}

/** What the recorder is told: answers are kept unless the hub refuses them for good. */
export function asTrackingError(error: unknown): TrackingError {
  if (!(error instanceof HubError)) return new TrackingError(String(error), 'give up');
  const passing =
    error.status === 0 || error.status >= 500 || [408, 425, 429].includes(error.status);
  return new TrackingError(error.message, passing ? 'retry' : 'give up');
}

/** The hub is the same release as the player, so the shape of its answers is trusted. */
async function request<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { ...init, cache: 'no-store' }).catch(() => {
    throw new HubError(0, 'unreachable', '');
  });
  const text = await response.text().catch(() => '');
  const body = parse(text);
  if (!response.ok) throw problem(response.status, body);
  return body as T;
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function problem(status: number, body: unknown): HubError {
  const of = (key: string): string => {
    const value: unknown = typeof body === 'object' && body ? Reflect.get(body, key) : '';
    return typeof value === 'string' ? value : '';
  };
  return new HubError(status, of('code'), of('detail') || of('title'));
}
