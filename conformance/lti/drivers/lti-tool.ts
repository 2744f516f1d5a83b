import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ToolDriver } from '../tool-driver.ts';
import { peerDriver } from './peer-driver.ts';
import { startPeer } from './peer-process.ts';
import { peersFolder, versionOf } from './peer-version.ts';

/** @lti-tool/core, bundled: plain Node 20 cannot resolve its imports. */
export async function openLtiTool(): Promise<ToolDriver> {
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-lti-tool-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const outfile = join(folder, 'lti-tool.mjs');
    await build({
      stdin: { contents: "export * from '@lti-tool/core';", resolveDir: peersFolder },
      ...{ outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' },
    });
    const peer = await startPeer(new URL('../peers/lti-tool.ts', import.meta.url), [outfile]);
    const driver = peerDriver(peer, {
      name: '@lti-tool/core',
      version: versionOf('@lti-tool/core'),
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
    return { ...driver, close: () => driver.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
