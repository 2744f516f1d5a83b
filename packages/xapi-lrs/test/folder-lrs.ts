import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { createFolderAttachments } from '../src/folder-attachments.ts';
import { createLrs } from '../src/http/lrs.ts';
import { createMemoryStore } from '../src/memory/memory-store.ts';
import { callerOf } from './lrs-app.ts';

// A process of its own: tells its address, then its peak of memory whenever it is asked.
const folder = await mkdtemp(join(tmpdir(), 'folder-lrs-'));
const lrs = createLrs({
  store: createMemoryStore(),
  attachments: createFolderAttachments(folder),
  authenticate: async () => callerOf('all', ['all']),
});
const server = new Koa().use(lrs.prefix('/xapi').routes()).listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.(`http://127.0.0.1:${address.port}/xapi`);
});
process.on('message', () => process.send?.(process.resourceUsage().maxRSS));
process.on('disconnect', async () => {
  await rm(folder, { recursive: true });
  process.exit();
});
