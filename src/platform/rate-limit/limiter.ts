import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Log } from '../log/log.ts';
import { addressKey } from './address-key.ts';
import { type RatePolicy, rateHeaders } from './rate-headers.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';

export interface RateVerdict {
  allowed: boolean;
  /** `RateLimit-Policy`, `RateLimit`, and `Retry-After` on a refusal. */
  headers: Record<string, string>;
}

/** Callers of the API, of the LRS and of SCIM, and addresses that nobody is known from. */
export type RateKind = 'caller' | 'lrs' | 'scim' | 'address';

export interface Limiter {
  /**
   * Counts one request of a caller (the key carries the tenant) or of an IP address; never throws.
   */
  check(kind: RateKind, key: string): Promise<RateVerdict>;
  close(): Promise<void>;
}

interface LimiterSettings {
  /** Unset: each process counts by itself. */
  redisUrl?: string | undefined;
  callerPerMinute: number;
  lrsPerMinute: number;
  scimPerMinute: number;
  addressPerMinute: number;
  log: Log;
}

type Count = (key: string) => Promise<RateVerdict>;

/** Counts in windows of a minute that begin with a key's first request. */
export function createLimiter(settings: LimiterSettings): Limiter {
  const { redisUrl, callerPerMinute, lrsPerMinute, scimPerMinute, addressPerMinute, log } =
    settings;
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, log);
  const minutely = (name: string, quota: number) =>
    counter({ name, quota, windowSeconds: 60 }, redis);
  const counts: Record<RateKind, Count> = {
    caller: minutely('default', callerPerMinute),
    lrs: minutely('lrs', lrsPerMinute),
    scim: minutely('scim', scimPerMinute),
    address: minutely('address', addressPerMinute),
  };
  return {
    check: (kind, key) => counts[kind](kind === 'address' ? addressKey(key) : key),
    async close() {
      redis?.close();
    },
  };
}

function counter(policy: RatePolicy, redis: RedisConnection | undefined): Count {
  const options = {
    keyPrefix: `crosswalk:rate:${policy.name}`,
    points: policy.quota,
    duration: policy.windowSeconds,
  };
  const memory = new RateLimiterMemory(options);
  if (!redis) return async (key) => verdict(policy, await consume(memory, key));
  const shared = new RateLimiterRedis({
    ...options,
    storeClient: redis.client,
    rejectIfRedisNotReady: true,
    // A flood of one key is then refused without asking Redis.
    inMemoryBlockOnConsumed: policy.quota + 1,
  });
  return async (key) => {
    await redis.opened;
    try {
      const result = await consume(shared, key);
      redis.report('answered');
      return verdict(policy, result);
    } catch (error) {
      redis.report(error instanceof Error ? error : new Error(String(error)));
      return verdict(policy, await consume(memory, key));
    }
  };
}

interface Counted extends Pick<RateLimiterRes, 'remainingPoints' | 'msBeforeNext'> {
  allowed: boolean;
}

/**
 * A key over its quota comes as a rejection; anything else rejected is a failure of Redis. What a
 * rejection says of points is not to be relied on: one from memory has consumed none.
 */
async function consume(limiter: RateLimiterAbstract, key: string): Promise<Counted> {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(key);
    return { allowed: true, remainingPoints, msBeforeNext };
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return { allowed: false, remainingPoints: 0, msBeforeNext: error.msBeforeNext };
  }
}

function verdict(policy: RatePolicy, counted: Counted): RateVerdict {
  const { allowed, remainingPoints: remaining, msBeforeNext: msUntilReset } = counted;
  return { allowed, headers: rateHeaders(policy, { allowed, remaining, msUntilReset }) };
}
