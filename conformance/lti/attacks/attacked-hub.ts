import { createPlatform, type Platform, type ProfileName } from '@crosswalk/lti-platform';
import { type HubClient, hubClient } from '../../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../../tools/hub-process.ts';
import { makeDeck } from '../hub/hub-content.ts';
import { registerByHand } from '../hub/registration.ts';
import { type Class, openClass } from '../runner/school.ts';

/** A hub on the embedded database, and how an LMS and its people meet it. */
export interface AttackedHub extends HubProcess {
  client: HubClient;
  /** PUBLIC_URL. */
  publicUrl: string;
  /** A class of a platform that the hub knows. */
  classOf(profile?: ProfileName): Promise<Class>;
  close(): Promise<void>;
}

export async function openAttackedHub(env: Record<string, string>): Promise<AttackedHub> {
  const folder = await dataFolder();
  const platforms: Platform[] = [];
  const limits = { RATE_LIMIT: '10000000', RATE_LIMIT_IP: '10000000' };
  const hub = await startHub({ dataDir: folder.path, env: { ...limits, ...env } });
  const client = hubClient(hub);
  const publicUrl = hub.url.replace('127.0.0.1', 'localhost');
  const custom = { deck_id: await makeDeck(client), mode: 'test' };
  return {
    ...hub,
    ...{ client, publicUrl },
    classOf: async (profile = 'spec') => {
      const platform = await createPlatform({ profile, seed: platforms.length + 1 });
      platforms.push(platform);
      const tool = await registerByHand(client, publicUrl, { platform });
      return openClass({ platform, tool, custom });
    },
    close: async () => {
      for (const platform of platforms) await platform.close();
      await hub.stop().finally(folder.remove);
    },
  };
}
