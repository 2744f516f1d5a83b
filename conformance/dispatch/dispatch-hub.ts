import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HubClient, hubClient } from '../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { freePort } from '../../tools/services/free-port.ts';

export interface DispatchReport {
  learners: number;
  completed: number;
  passed: number;
  failed: number;
  meanScore: number | null;
}

export type DispatchFormat = 'scorm12' | 'scorm2004-3' | 'scorm2004-4';

export interface DispatchedDeck {
  id: string;
  /** Of the package. */
  zipPath: string;
}

/** A hub that goes away and comes back at the same address. */
export interface DispatchHub {
  client: HubClient;
  /** Publishes a deck of so many flash cards, and writes the package of a dispatch of it. */
  dispatch(format: DispatchFormat, cards: number, settings: object): Promise<DispatchedDeck>;
  report(id: string): Promise<DispatchReport>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Unless it is there. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openDispatchHub(): Promise<DispatchHub> {
  const folder = await dataFolder();
  const ports = { own: await freePort(), content: await freePort() };
  const url = `http://127.0.0.1:${ports.own}`;
  const start = () => startHub({ dataDir: folder.path, ports, env: { PUBLIC_URL: url } });
  let hub: HubProcess = await start();
  const client = hubClient({ url });
  let made = 0;
  let isUp = true;

  return {
    client,
    async dispatch(format, cards, settings) {
      const { id: deckId } = await client.call<{ id: string }>('POST', '/v1/decks', {
        title: `Capitals & more ${++made}`,
      });
      for (let i = 0; i < cards; i++) {
        const body = { type: 'flashcard', front: `Question ${i}?`, back: `Answer ${i}` };
        await client.call('POST', `/v1/decks/${deckId}/atoms`, { body });
      }
      await client.call('POST', `/v1/decks/${deckId}/publish`);
      const { id } = await client.call<{ id: string }>('POST', '/v1/dispatches', {
        ...{ deckId, ...settings },
      });
      const file = await client.download(`/v1/dispatches/${id}/file?format=${format}`);
      const zipPath = join(folder.path, `${id}.zip`);
      await writeFile(zipPath, Buffer.from(await file.arrayBuffer()));
      return { id, zipPath };
    },
    report: (id) => client.call('GET', `/v1/dispatches/${id}/report`),
    async kill() {
      await hub.kill();
      isUp = false;
    },
    async restart() {
      if (isUp) return;
      hub = await start();
      isUp = true;
    },
    async close() {
      await hub.kill();
      await folder.remove();
    },
  };
}
