import { dataFolder, startHub } from './hub-process.ts';
import { createLrsAccess } from './lrs-access.ts';

/** Runs with the settings of the xAPI tests for a hub that is stopped afterwards. */
export async function withLrs<T>(
  env: Record<string, string>,
  work: (settings: Record<string, string>) => Promise<T>,
): Promise<T> {
  const folder = await dataFolder();
  try {
    const limits = { RATE_LIMIT_LRS: '10000000', RATE_LIMIT_IP: '10000000' };
    const hub = await startHub({ dataDir: folder.path, env: { ...limits, ...env } });
    try {
      const { endpoint, key, secret } = await createLrsAccess(hub);
      return await work({
        XAPI_ENDPOINT: endpoint,
        XAPI_KEY: key,
        XAPI_SECRET: secret,
      });
    } finally {
      await hub.stop();
    }
  } finally {
    await folder.remove();
  }
}
