import { readFile } from 'node:fs/promises';
import { playerFiles, playerHtml } from '../src/bundle.ts';
import type { PlayerContent } from '../src/content.ts';
import { STRICT_CSP } from './browser.ts';
import { type Asked, fileReply, type Reply, startServer, type WebServer } from './web-server.ts';

export interface PlayHub extends WebServer {
  /** Ids of acknowledged reviews or answers, with how often each came. */
  received: Map<string, number>;
  requests: string[];
  bodies: { path: string; body: unknown }[];
  /** Connections break. */
  offline: boolean;
  /** The acknowledgement is lost after the work was done. */
  loseAnswers: number;
  tokens: number;
}

const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) });

/** The hub's side of the play API, as small as it can be. */
export async function startPlayHub(
  content: PlayerContent,
  launch: { record: 'facts' | 'nothing'; returnUrl?: string } = { record: 'facts' },
): Promise<PlayHub> {
  const { js, css } = playerFiles();
  const page = playerHtml({
    title: content.title,
    language: content.language,
    direction: content.direction,
    stylesheet: '/assets/player.css',
    scripts: [{ src: '/assets/player.js', data: { tracking: 'hub', api: '/play/api' } }],
  });
  const files: Record<string, Buffer> = {
    '/assets/player.js': await readFile(js),
    '/assets/player.css': await readFile(css),
  };
  const done = new Set<string>();
  const { mode } = content.options;

  const take = (ids: readonly string[]): void => {
    for (const id of ids) hub.received.set(id, (hub.received.get(id) ?? 0) + 1);
  };
  const api = ({ path, body, headers, query }: Asked): Reply => {
    const sent = body === '' ? null : JSON.parse(body);
    if (path === '/sessions') {
      const code = { expired: 'link_expired', broken: 'link_invalid' }[String(sent.link)];
      if (code) return json({ status: 401, code, title: code, detail: '' }, 401);
      hub.tokens++;
      const isQueued = mode === 'study' && launch.record === 'facts';
      const items = isQueued ? [] : content.items;
      return json({
        sessionToken: `token-${hub.tokens}`,
        expiresAt: '2030-01-01T00:00:00Z',
        learner: { id: 'p1', name: 'Emmy' },
        mode,
        ...launch,
        content: { ...content, items },
      });
    }
    if (headers.authorization !== `Bearer token-${hub.tokens}`) {
      return json({ status: 401, code: 'unauthenticated', title: '', detail: '' }, 401);
    }
    hub.bodies.push({ path, body: sent });
    if (path === '/queue') {
      const left = content.items.filter((item) => !done.has(item.id));
      return json({
        counts: { new: left.length, learning: 0, due: 0 },
        items: left.slice(0, Number(query.get('limit'))).map((item) => ({
          item,
          intervals: { again: 60, hard: 360, good: 600, easy: 691_200 },
          flag: 0,
        })),
        nextDueAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
      });
    }
    if (path === '/reviews') {
      for (const review of sent) done.add(review.promptId);
      take(sent.map(({ id }: { id: string }) => id));
      return json({ data: [] });
    }
    if (path === '/undo') {
      done.clear();
      return json({});
    }
    if (path === '/marks') {
      if (sent.action === 'bury' || sent.action === 'suspend') done.add(sent.promptId);
      return json({});
    }
    if (path === '/attempts') return json({ id: sent.id });
    if (path.endsWith('/answers')) {
      take(sent.map(({ id }: { id: string }) => id));
      return json({ data: [] });
    }
    if (path.endsWith('/finish')) {
      return json({ scoreScaled: 1, success: 'passed', completion: 'completed' });
    }
    return json({ status: 404, code: 'not_found', title: '', detail: '' }, 404);
  };

  const server = await startServer((asked) => {
    const file = files[asked.path];
    if (file) return fileReply(asked.path, file);
    if (!asked.path.startsWith('/play/api')) {
      const headers = { 'content-security-policy': STRICT_CSP };
      return { type: 'text/html; charset=utf-8', headers, body: page };
    }
    if (hub.offline) return null;
    const path = asked.path.slice('/play/api'.length);
    hub.requests.push(`${asked.method} ${path}`);
    const reply = api({ ...asked, path });
    if (asked.method === 'POST' && path !== '/sessions' && hub.loseAnswers > 0) {
      hub.loseAnswers--;
      return null;
    }
    return reply;
  });
  const hub: PlayHub = {
    ...server,
    received: new Map(),
    requests: [],
    bodies: [],
    offline: false,
    loseAnswers: 0,
    tokens: 0,
  };
  return hub;
}
