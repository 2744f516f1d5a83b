import { Redis } from 'ioredis';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { type KeptService, keep, scratchFolder } from './keeper.ts';

export function findRedis(): string | undefined {
  return findProgram(['redis-server', 'valkey-server']);
}

export interface RedisServer extends KeptService {
  url: string;
}

/** A Redis of our own on a free port of 127.0.0.1, which keeps nothing. */
export async function startRedis(program: string): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const dir = await scratchFolder('redis');
  const server = await keep({
    dir,
    command: [
      program,
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir],
      // BullMQ refuses an eviction policy that may drop its keys.
      ...['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
    ],
    signal: 'TERM',
    probe: () => answers(url),
  });
  return { url, ...server };
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  // Without a listener ioredis prints each refused attempt.
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
