import { openAsBlob } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeckContent, mediaFolder } from '@crosswalk/scorm-export';
import { hubClient, type JobView } from '../../../tools/hub-client.ts';
import type { HubProcess } from '../../../tools/hub-process.ts';
import { openPackage } from '../opened-package.ts';
import type { SampleDeck } from './sample-decks.ts';

/** Imports the real deck, exports `Geography` with its children over HTTP. */
export async function exportGeography(
  hub: HubProcess,
  zipPath: string,
  options: object,
): Promise<void> {
  const client = hubClient(hub);
  const deck = await openAsBlob('../shared/inputs/anki/geography-legacy.apkg');
  await client.imported(deck, 'geography.apkg');
  const decks = await client.call<{ data: { id: string; path: string }[] }>(
    'GET',
    '/v1/decks?parent=none',
  );
  const deckId = decks.data.find(({ path }) => path === 'Geography')?.id;
  const body = { format: 'scorm12', children: true, options };
  const job = await client.call<JobView>('POST', `/v1/decks/${deckId}/exports`, body);
  await client.finished(`/v1/exports/${job.id}`);
  const file = await client.download(`/v1/exports/${job.id}/file`);
  await writeFile(zipPath, Buffer.from(await file.arrayBuffer()));
}

/** The same as a deck, to be exported in other formats; its media stay in the unpacked package. */
export async function geographyDeck(hub: HubProcess, folder: string): Promise<SampleDeck> {
  const zipPath = join(folder, 'geography.zip');
  await exportGeography(hub, zipPath, { mode: 'test' });
  const opened = await openPackage(zipPath);
  const script = await readFile(join(opened.folder, 'content.js'), 'utf8');
  // As the hub wrote it: an assignment of JSON.
  const content = JSON.parse(script.replace(/^[^{]*/, '').replace(/;\n$/, '')) as DeckContent;
  return { content, media: mediaFolder(join(opened.folder, 'media')), close: opened.close };
}
