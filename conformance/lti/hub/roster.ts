import { setTimeout as wait } from 'node:timers/promises';
import type { HubClient } from '../../../tools/hub-client.ts';
import type { Member } from '../tool-driver.ts';

interface ContextView {
  id: string;
  groupId: string;
  syncedAt: string | null;
}

const LIMIT_MS = 20_000;
const ASK_AGAIN_MS = 50;

/** The people of the newest course, once the roster was taken over. */
export async function readMembers(
  client: HubClient,
  { again }: { learnerId: string | undefined; again: boolean },
): Promise<Member[]> {
  const { data } = await client.call<{ data: ContextView[] }>('GET', '/v1/lti/contexts?limit=200');
  const newest = data.sort((a, b) => a.id.localeCompare(b.id)).at(-1);
  if (!newest) throw new Error('The hub knows no course.');
  const path = `/v1/lti/contexts/${newest.id}`;
  if (again) {
    const { id } = await client.call<{ id: string }>('POST', `${path}/syncs`);
    await client.finished(`/v1/jobs/${id}`);
  } else {
    const end = Date.now() + LIMIT_MS;
    while (!(await client.call<ContextView>('GET', path)).syncedAt) {
      if (Date.now() > end) throw new Error('The roster was not taken over in time.');
      await wait(ASK_AGAIN_MS);
    }
  }
  return people(client, newest.groupId);
}

async function people(client: HubClient, groupId: string): Promise<Member[]> {
  const members: Member[] = [];
  let cursor = '';
  do {
    const page = await client.call<{ data: { id: string }[]; nextCursor: string | null }>(
      'GET',
      `/v1/people?groupId=${groupId}&limit=200${cursor && `&cursor=${cursor}`}`,
    );
    members.push(...page.data.map(({ id }) => ({ userId: id, roles: [] })));
    cursor = page.nextCursor ?? '';
  } while (cursor);
  return members;
}
