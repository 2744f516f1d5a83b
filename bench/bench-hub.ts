import { dataFolder, type HubProcess, startHub } from '../tools/hub-process.ts';

const LIMITS = { RATE_LIMIT: '10000000', RATE_LIMIT_IP: '10000000' };

export interface BenchHubSettings {
  env: Record<string, string>;
  /** Ends the hub. */
  stop: AbortSignal;
}

export interface BenchHub extends HubProcess {
  close(): Promise<void>;
}

/** A built hub that limits nobody; closing it removes its data. */
export async function benchHub(settings: BenchHubSettings): Promise<BenchHub> {
  const folder = await dataFolder();
  try {
    const hub = await hubOn(folder.path, settings);
    return { ...hub, close: () => hub.stop().finally(folder.remove) };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** The same on data that stay. */
export async function hubOn(dataDir: string, { env, stop }: BenchHubSettings): Promise<HubProcess> {
  stop.throwIfAborted();
  const hub = await startHub({ dataDir, env: { ...LIMITS, ...env } });
  const onStop = () => void hub.stop().catch(() => {});
  stop.addEventListener('abort', onStop);
  if (stop.aborted) await hub.stop();
  stop.throwIfAborted();
  return {
    ...hub,
    stop: () => {
      stop.removeEventListener('abort', onStop);
      return hub.stop();
    },
  };
}
