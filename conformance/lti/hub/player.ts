import { randomBytes } from 'node:crypto';
import type { Page } from '../browser.ts';

/** What the player gets for its one-time code. */
export interface PlaySession {
  sessionToken: string;
  learner: { id: string } | null;
  record: 'facts' | 'nothing';
  content: { items: { id: string }[] };
}

/** Trades the code that the page's address carries, as the player does when it starts. */
export async function openSession(page: Page): Promise<PlaySession | undefined> {
  const { origin, pathname } = new URL(page.url);
  const [, link] = /^\/play\/([^/]+)$/.exec(pathname) ?? [];
  if (link === undefined || page.status !== 200) return undefined;
  const response = await fetch(`${origin}/play/api/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ link }),
  });
  return response.ok ? ((await response.json()) as PlaySession) : undefined;
}

/** Takes a whole test with the share of right answers. */
export async function takeTest(
  origin: string,
  { sessionToken, content }: PlaySession,
  share: number,
): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${origin}/play/api/attempts${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${sessionToken}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} ${response.status}: ${await response.text()}`);
  };
  const id = uuidv7();
  const now = () => new Date().toISOString();
  await post('', { id });
  const answers = content.items.map((item, index, { length }) => ({
    id: uuidv7(),
    promptId: item.id,
    response: 'x',
    correct: index < Math.round(share * length),
    latencyMs: 1000,
    answeredAt: now(),
  }));
  await post(`/${id}/answers`, answers);
  await post(`/${id}/finish`, { finishedAt: now() });
}

/** RFC 9562 5.7. */
function uuidv7(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
