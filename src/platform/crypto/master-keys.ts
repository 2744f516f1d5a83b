import { createHash } from 'node:crypto';
import type { DataKey } from './envelope.ts';
import { type NamedKey, open, seal, sealedKeyId } from './sealed-box.ts';

/** Wraps data keys; a key management service can stand behind the same shape. */
export interface MasterKeys {
  /** Id of the key that `wrap` uses. */
  currentId: string;
  /** @param ownerId the tenant (or other owner) the data key belongs to */
  wrap(dataKey: DataKey, ownerId: string): string;
  /** @throws DecryptError for another owner, another data key id, or an unknown master key */
  unwrap(wrapped: string, dataKeyId: string, ownerId: string): DataKey;
  /** True when a wrapped key was made with a retired master key and should be wrapped again. */
  needsRewrap(wrapped: string): boolean;
}

/**
 * Reads MASTER_KEY: 32 bytes in base64, or several separated by commas, the first one current and
 * the rest for reading only. An entry may carry a name (`2026:base64`); otherwise its id is derived
 * from the key, so that an unnamed key keeps its id when it moves down the list.
 * @throws RangeError that never shows key material
 */
export function parseMasterKeys(setting: string): MasterKeys {
  const keys = setting.split(',').map((entry, index) => parseEntry(entry.trim(), index + 1));
  const [current] = keys;
  if (!current) throw new RangeError('MASTER_KEY is empty');
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    throw new RangeError('MASTER_KEY names the same key twice');
  }
  return {
    currentId: current.id,
    wrap: (dataKey, ownerId) => seal(current, dataKey.key, contextOf(dataKey.id, ownerId)),
    unwrap: (wrapped, dataKeyId, ownerId) => ({
      id: dataKeyId,
      key: open(keys, wrapped, contextOf(dataKeyId, ownerId)),
    }),
    needsRewrap: (wrapped) => sealedKeyId(wrapped) !== current.id,
  };
}

function contextOf(dataKeyId: string, ownerId: string): string[] {
  return ['data-key', ownerId, dataKeyId];
}

function parseEntry(entry: string, position: number): NamedKey {
  const [, name, base64] = /^(?:([A-Za-z0-9_-]{1,64}):)?([A-Za-z0-9+/_-]{43}=?)$/.exec(entry) ?? [];
  if (!base64) {
    throw new RangeError(`MASTER_KEY entry ${position} is not 32 bytes in base64 (id:base64)`);
  }
  const key = Buffer.from(base64, 'base64');
  return { id: name ?? createHash('sha256').update(key).digest('hex').slice(0, 8), key };
}
