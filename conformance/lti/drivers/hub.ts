import { readFileSync } from 'node:fs';
import { hubClient } from '../../../tools/hub-client.ts';
import { dataFolder, startHub } from '../../../tools/hub-process.ts';
import { readBack } from '../hub/deliveries.ts';
import { makeDeck } from '../hub/hub-content.ts';
import { choose, pickerToken } from '../hub/picker.ts';
import { openSession, type PlaySession, takeTest } from '../hub/player.ts';
import { registerByHand, registerByInvitation } from '../hub/registration.ts';
import { readMembers } from '../hub/roster.ts';
import { launchThroughStorage } from '../hub/storage-launch.ts';
import type { ToolDriver } from '../tool-driver.ts';

const LIMITS = { RATE_LIMIT: '10000000', RATE_LIMIT_IP: '10000000' };

/** A hub of its own on an empty database. */
export async function openHub({
  url,
  ownerUrl,
}: {
  url: string;
  ownerUrl: string;
}): Promise<ToolDriver> {
  const folder = await dataFolder();
  try {
    const hub = await startHub({
      dataDir: folder.path,
      env: {
        ...LIMITS,
        OUTBOUND_ALLOW: '127.0.0.1',
        DATABASE_URL: url,
        MIGRATE_DATABASE_URL: ownerUrl,
      },
    });
    const close = () => hub.stop().finally(folder.remove);
    return { ...(await hubDriver(hub.url)), close };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function hubDriver(url: string): Promise<Omit<ToolDriver, 'close'>> {
  const client = hubClient({ url });
  // PUBLIC_URL's default.
  const publicUrl = url.replace('127.0.0.1', 'localhost');
  const deckId = await makeDeck(client);
  const plays = new Map<string, PlaySession>();
  const playOf = (session: string) => {
    const play = plays.get(session);
    if (!play) throw new Error('no such session');
    return play;
  };
  const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    ...{ name: 'Crosswalk', version, isStrict: true, settleMs: 1_500 },
    offers: new Set([
      ...(['launch', 'submission-review', 'deep-linking', 'scores', 'retries'] as const),
      ...(['line-items', 'roster', 'registration', 'notices', 'preview', 'read-back'] as const),
    ]),
    custom: { deck_id: deckId, mode: 'test' },
    connect: (platform, options) =>
      registerByHand(client, publicUrl, { platform, deployments: options?.deployments }),
    judge: async (page) => {
      const token = pickerToken(page);
      if (token !== undefined) return { session: token };
      const play = await openSession(page);
      if (!play) return undefined;
      plays.set(play.sessionToken, play);
      return { session: play.sessionToken };
    },
    withoutCookies: launchThroughStorage,
    score: async (session, { share }) => {
      const play = playOf(session);
      if (play.record === 'facts') await takeTest(url, play, share);
    },
    result: (session) => readBack(client, playOf(session).learner?.id ?? ''),
    members: (_session, options = { again: false }) => readMembers(client, options),
    choose: (session, _page, choice) => choose(publicUrl, { session, deckId, choice }),
    register: (platform, options) => registerByInvitation(client, platform, options),
  };
}
