import { hubClient } from './hub-client.ts';
import { dataFolder, startHub } from './hub-process.ts';

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
      const { key, secret } = await hubClient(hub).call<{ key: string; secret: string }>(
        'POST',
        '/v1/lrs-credentials',
        { name: 'Conformance', scopes: ['all'] },
      );
      return await work({
        XAPI_ENDPOINT: `${hub.url}/xapi`,
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
