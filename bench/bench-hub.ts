import { dataFolder, type HubProcess, startHub } from '../tools/hub-process.ts';

/** A built hub that limits nobody; closing it removes its data. */
export async function benchHub(
  env: Record<string, string>,
): Promise<HubProcess & { close(): Promise<void> }> {
  const folder = await dataFolder();
  const limits = { RATE_LIMIT: '10000000', RATE_LIMIT_IP: '10000000' };
  const hub = await startHub({ dataDir: folder.path, env: { ...limits, ...env } });
  return {
    ...hub,
    close: async () => {
      await hub.stop();
      await folder.remove();
    },
  };
}
