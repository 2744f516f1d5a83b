import { setTimeout as wait } from 'node:timers/promises';
import { type HubClient, hubClient } from '../../tools/hub-client.ts';
import { dataFolder, startHub } from '../../tools/hub-process.ts';

export interface Sync {
  id: string;
  scope: 'full' | 'changes';
  status: string;
  plan: {
    people: Record<
      'create' | 'link' | 'update' | 'reactivate' | 'deactivate' | 'unchanged',
      number
    >;
    groups: Record<'create' | 'rename' | 'delete' | 'unchanged', number>;
    memberships: { add: number; remove: number };
  } | null;
  held: { counted: number; limit: number } | null;
  error: { code: string; detail: string } | null;
  notes: string[];
}

export interface ConnectionTest {
  ok: boolean;
  steps: { step: string; ok: boolean; detail: string }[];
  preview: { dn: string; displayName: string; userName: string; active: boolean }[];
}

export interface DirectoryHub {
  url: string;
  client: HubClient;
  connect(connection: object): Promise<string>;
  test(id: string, user?: string): Promise<ConnectionTest>;
  /** Waits for its end, whatever that is. */
  sync(id: string, mode: 'plan' | 'apply', scope?: 'full'): Promise<Sync>;
  /** Names of active people, and of others after a minus. */
  people(): Promise<string[]>;
  /** Names of a group's members. */
  members(group: string): Promise<string[]>;
  /** Status of a sign-in, and where it leads. */
  signIn(id: string, name: string, password: string): Promise<[number, string | null]>;
  close(): Promise<void>;
}

/** A hub process that may call directories of this machine. */
export async function startDirectoryHub(): Promise<DirectoryHub> {
  const folder = await dataFolder();
  const env = { OUTBOUND_ALLOW: '127.0.0.0/8,localhost', RATE_LIMIT_IP: '10000' };
  const process = await startHub({ dataDir: folder.path, env });
  const client = hubClient(process);
  const at = (id: string) => `/v1/directory/connections/${id}`;
  const hub: DirectoryHub = {
    url: process.url,
    client,
    connect: async (connection) =>
      (await client.call<{ id: string }>('POST', '/v1/directory/connections', connection)).id,
    test: (id, user) => client.call('POST', `${at(id)}/test`, user ? { user } : {}),
    async sync(id, mode, scope) {
      const body = { mode, ...(scope && { scope }) };
      const begun = await client.call<Sync>('POST', `${at(id)}/syncs`, body);
      for (;;) {
        const sync = await client.call<Sync>('GET', `${at(id)}/syncs/${begun.id}`);
        if (sync.status === 'succeeded' || sync.status === 'failed') return sync;
        await wait(50);
      }
    },
    async people() {
      type Person = { displayName: string; active: boolean };
      const people = await everything<Person>(client, '/v1/people');
      return people
        .filter(({ displayName }) => displayName !== 'Administrator')
        .map(({ displayName, active }) => (active ? displayName : `-${displayName}`))
        .sort();
    },
    async members(group) {
      type Group = { id: string; name: string };
      const groups = await everything<Group>(client, '/v1/groups');
      const id = groups.find(({ name }) => name === group)?.id;
      const people = await everything<{ displayName: string }>(client, `/v1/people?groupId=${id}`);
      return people.map(({ displayName }) => displayName).sort();
    },
    async signIn(id, name, password) {
      const response = await fetch(`${process.url}/directory/${id}/login`, {
        method: 'POST',
        body: new URLSearchParams({ name, password }),
        headers: { Origin: process.url },
        redirect: 'manual',
      });
      return [response.status, response.headers.get('Location')];
    },
    async close() {
      await process.stop();
      await folder.remove();
    },
  };
  return hub;
}

async function everything<T>(client: HubClient, path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${cursor}`}`;
    const page: { data: T[]; nextCursor: string | null } = await client.call('GET', path + query);
    all.push(...page.data);
    cursor = page.nextCursor;
  }
  return all;
}
