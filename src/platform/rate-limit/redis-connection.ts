import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Log } from '../log/log.ts';

const patienceMs = 1_000;

export interface RedisConnection {
  client: Redis;
  /** Resolves once connected, or after a second without success. */
  opened: Promise<unknown>;
  /** Notes whether Redis answered; says so in the log when that changes. */
  report(outcome: 'answered' | Error): void;
  close(): void;
}

/** A connection for counting: it fails fast, because counting in memory is better than waiting. */
export function connectRedis(url: string, log: Log): RedisConnection {
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: 250,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
  });
  // Without a listener ioredis prints each failed attempt.
  client.on('error', () => {});
  let isAway = false;
  return {
    client,
    opened: Promise.race([
      client.connect().catch(() => {}),
      setTimeout(patienceMs, undefined, { ref: false }),
    ]),
    report(outcome) {
      if (outcome !== 'answered' && !isAway) {
        log.warn(
          { err: outcome },
          'Redis does not answer: each process counts requests by itself for rate limits',
        );
      }
      if (outcome === 'answered' && isAway) log.info('Redis answers again: rate limits are shared');
      isAway = outcome !== 'answered';
    },
    close: () => client.disconnect(),
  };
}
