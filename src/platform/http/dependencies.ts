import { Redis } from 'ioredis';
import { BlobError, type Blobs } from '../blobs/blobs.ts';
import type { Database } from '../database/database.ts';
import type { Dependency } from './health.ts';

export function databaseHealth(database: Database): Dependency {
  return {
    name: 'database',
    required: true,
    check: async () => {
      await database.lookup.query('select 1');
    },
  };
}

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Asks for a blob that cannot be there: the storage works when it says so. */
export function blobsHealth(blobs: Blobs): Dependency {
  return {
    name: 'blobs',
    required: true,
    check: async () => {
      await blobs.stat(NOBODY, '0'.repeat(64)).catch((error) => {
        if (!(error instanceof BlobError && error.code === 'not_found')) throw error;
      });
    },
  };
}

/** Not required: without it, workers look for work themselves and each process counts rates alone. */
export function redisHealth(url: string): Dependency & { close(): void } {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  // Every failure is the check's own answer; the event without a listener would end the process.
  redis.on('error', () => undefined);
  return {
    name: 'redis',
    required: false,
    check: async () => {
      await redis.ping();
    },
    close: () => redis.disconnect(),
  };
}
