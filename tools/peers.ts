import { statSync } from 'node:fs';
import { runChild } from './child.ts';

const FOLDER = 'conformance/peers';

/** Peers have a lockfile of their own, so that the hub's install stays free of them. */
export async function installPeers(stop: AbortSignal): Promise<'installed' | 'failed'> {
  if (
    madeAt(`${FOLDER}/node_modules/.package-lock.json`) >= madeAt(`${FOLDER}/package-lock.json`)
  ) {
    return 'installed';
  }
  const code = await runChild(['npm', 'ci', '--prefix', FOLDER, '--ignore-scripts'], { stop });
  return code === 0 ? 'installed' : 'failed';
}

const madeAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
