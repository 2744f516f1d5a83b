import { setTimeout as wait } from 'node:timers/promises';
import type { HubClient } from '../../../tools/hub-client.ts';
import type { Member } from '../tool-driver.ts';

interface ContextView {
  id: string;
  groupId: string;
  roster: { syncedAt: string | null; failures: number };
}

const LIMIT_MS = 20_000;
const ASK_AGAIN_MS = 50;

/** The people of the newest course, once its roster was taken over; `again` asks for that. */
export async function readMembers(
  client: HubClient,
  { again }: { again: boolean },
): Promise<Member[]> {
  const before = await newestContext(client);
  if (again) await client.call('POST', `/v1/lti/contexts/${before.id}/syncs`);
  const from = again ? before.roster.syncedAt : null;
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const { roster, groupId } = await newestContext(client);
    const isSynced = roster.syncedAt !== null && roster.syncedAt !== from;
    // What is left of a roster when it cannot be read again is what is asked for then.
    if (isSynced || (again && roster.failures > 0)) return people(client, groupId);
    if (Date.now() > end) throw new Error(`No roster, after ${roster.failures} failures`);
    await wait(ASK_AGAIN_MS);
  }
}

async function newestContext(client: HubClient): Promise<ContextView> {
  let newest: ContextView | undefined;
  for await (const context of all<ContextView>(client, '/v1/lti/contexts?limit=200')) {
    if (!newest || context.id > newest.id) newest = context;
  }
  if (!newest) throw new Error('The hub knows no course.');
  return newest;
}

async function people(client: HubClient, groupId: string): Promise<Member[]> {
  const members: Member[] = [];
  for await (const { id } of all<{ id: string }>(
    client,
    `/v1/people?limit=200&groupId=${groupId}`,
  )) {
    members.push({ userId: id, roles: [] });
  }
  return members;
}

async function* all<T>(client: HubClient, path: string): AsyncGenerator<T> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { data: T[]; nextCursor: string | null } = await client.call(
      'GET',
      cursor === '' ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
    );
    yield* page.data;
    cursor = page.nextCursor;
  }
}
