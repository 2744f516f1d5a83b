import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { HubClient, JobView } from '../tools/hub-client.ts';

export const GEOGRAPHY = '../shared/inputs/anki/geography-legacy.apkg';

/** Uploads a file; answers where its import can be asked for. */
export async function startImport(client: HubClient, file: string): Promise<string> {
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  const { id } = await client.upload<JobView>('/v1/imports', form);
  return `/v1/imports/${id}`;
}

export async function deckIdOf(client: HubClient, path: string): Promise<string> {
  const decks = await client.call<{ data: { id: string; path: string }[] }>(
    'GET',
    '/v1/decks?limit=200',
  );
  const deck = decks.data.find((one) => one.path === path);
  if (!deck) throw new Error(`The hub has no deck ${path}.`);
  return deck.id;
}

/** The person that the administrator's key belongs to. */
export async function ownPersonId(client: HubClient): Promise<string> {
  const keys = await client.call<{ data: { personId: string }[] }>('GET', '/v1/api-keys');
  return keys.data[0]?.personId ?? '';
}
