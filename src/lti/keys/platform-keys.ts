import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { freshForMs } from './cache-control.ts';
import { signingKeys } from './key-set.ts';
import { PlatformKeyError } from './platform-key-error.ts';

const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 5_000;
/** A kid that is not known, and a failure, have the set fetched again, each no more often than this. */
const REFETCH_MS = 3_000;
const CACHE_SIZE = 1_000;

export interface PlatformKeys {
  /**
   * The public key that a token's header names.
   * @throws PlatformKeyError
   */
  find(jwksUri: string, header: { kid?: unknown; alg?: unknown }): Promise<CryptoKey>;
}

interface KnownSet {
  keys: Map<string, JWK>;
  imported: Map<string, Promise<CryptoKey>>;
  freshUntil: number;
}

interface Entry {
  set: KnownSet | undefined;
  /** When a kid that was not known last had it fetched. */
  forcedAt: number;
  failedAt: number;
  asking: Promise<KnownSet> | undefined;
  failure: unknown;
}

/**
 * Key sets of platforms. A set is kept as long as its `max-age` says, goes on to be used while the
 * platform cannot be reached, and is fetched once more for a kid that is not in it.
 */
export function createPlatformKeys({
  outbound,
  now = Date.now,
}: {
  outbound: Outbound;
  now?: () => number;
}): PlatformKeys {
  const entries = new Map<string, Entry>();

  function entryOf(jwksUri: string): Entry {
    const known = entries.get(jwksUri);
    entries.delete(jwksUri);
    const entry = known ?? {
      ...{ set: undefined, asking: undefined, failure: undefined },
      forcedAt: Number.NEGATIVE_INFINITY,
      failedAt: Number.NEGATIVE_INFINITY,
    };
    entries.set(jwksUri, entry);
    const [oldest] = entries.keys();
    if (entries.size > CACHE_SIZE && oldest !== undefined) entries.delete(oldest);
    return entry;
  }

  async function fetchSet(jwksUri: string): Promise<KnownSet> {
    const answer = await outbound.fetch(jwksUri, {
      headers: { Accept: 'application/json, application/jwk-set+json' },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      throw new Error(`${new URL(jwksUri).host} answered ${answer.status}`);
    }
    const keys = signingKeys(await answer.json());
    const freshUntil = now() + freshForMs(answer.headers.get('Cache-Control'));
    return { keys, imported: new Map(), freshUntil };
  }

  /** One fetch at a time, and none soon after one that failed. */
  async function refresh(jwksUri: string, entry: Entry): Promise<KnownSet | undefined> {
    if (!entry.asking && now() - entry.failedAt < REFETCH_MS) return entry.set;
    entry.asking ??= fetchSet(jwksUri).finally(() => {
      entry.asking = undefined;
    });
    try {
      entry.set = await entry.asking;
    } catch (error) {
      entry.failedAt = now();
      entry.failure = error;
    }
    return entry.set;
  }

  async function setWith(kid: string, jwksUri: string): Promise<KnownSet> {
    const entry = entryOf(jwksUri);
    const isFresh = entry.set && entry.set.freshUntil > now();
    const set = isFresh ? entry.set : await refresh(jwksUri, entry);
    if (!set) throw unavailable(jwksUri, entry.failure);
    if (!isFresh || set.keys.has(kid) || now() - entry.forcedAt < REFETCH_MS) return set;
    entry.forcedAt = now();
    return (await refresh(jwksUri, entry)) ?? set;
  }

  return {
    async find(jwksUri, { kid, alg }) {
      if (alg !== 'RS256') {
        throw new PlatformKeyError('algorithm_refused', 'The token is not signed with RS256');
      }
      if (typeof kid !== 'string' || kid === '') {
        throw new PlatformKeyError('kid_missing', 'The token does not name its key (kid)');
      }
      return importedKey(await setWith(kid, jwksUri), kid);
    },
  };
}

async function importedKey(set: KnownSet, kid: string): Promise<CryptoKey> {
  const jwk = set.keys.get(kid);
  if (!jwk) {
    throw new PlatformKeyError('kid_unknown', `The platform's key set has no key "${kid}"`);
  }
  const kept = set.imported.get(kid) ?? importRsa(jwk);
  set.imported.set(kid, kept);
  return kept;
}

async function importRsa(jwk: JWK): Promise<CryptoKey> {
  try {
    const key = await importJWK(jwk, 'RS256');
    if (key instanceof Uint8Array) throw new TypeError('not an RSA key');
    return key;
  } catch (cause) {
    throw new PlatformKeyError('kid_unknown', `The platform's key "${jwk.kid}" is damaged`, {
      cause,
    });
  }
}

function unavailable(jwksUri: string, cause: unknown): PlatformKeyError {
  const why = cause instanceof Error ? cause.message : 'try again soon';
  return new PlatformKeyError(
    'keys_unavailable',
    `The platform's keys cannot be fetched from ${jwksUri}: ${why}`,
    { cause },
  );
}
