import type { ToolDriver } from '../tool-driver.ts';
import { peerDriver } from './peer-driver.ts';
import { startPeer } from './peer-process.ts';
import { versionOf } from './peer-version.ts';

/** ltijs with ltijs-sequelize on the given, empty database. */
export async function openLtijs(databaseUrl: string): Promise<ToolDriver> {
  const peer = await startPeer(new URL('../peers/ltijs.ts', import.meta.url), [databaseUrl]);
  return peerDriver(peer, {
    name: 'ltijs',
    version: versionOf('ltijs'),
    offers: [
      'launch',
      'deep-linking',
      'scores',
      'line-items',
      'roster',
      'registration',
      'read-back',
    ],
  });
}
