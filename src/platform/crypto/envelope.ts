import { type NamedKey, open, seal } from './sealed-box.ts';
import { newSecret } from './secret.ts';
import { uuidv7 } from './uuid.ts';

/** A tenant's key, in the clear; stored only as `MasterKeys.wrap` returns it. */
export type DataKey = NamedKey;

/** The place a secret belongs to; a ciphertext copied elsewhere does not decrypt. */
export interface SecretPlace {
  tenantId: string;
  table: string;
  rowId: string;
  column: string;
}

export function newDataKey(): DataKey {
  return { id: uuidv7(), key: newSecret() };
}

/** Base64url text naming the data key's id; see `seal` for its bytes. */
export function encrypt(
  dataKey: DataKey,
  plaintext: string | Uint8Array,
  place: SecretPlace,
): string {
  const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext;
  return seal(dataKey, bytes, contextOf(place));
}

/**
 * @param dataKeys the tenant's keys, current and retired
 * @throws DecryptError for an unknown key id, another place, or a changed or truncated value
 */
export function decrypt(
  dataKeys: readonly DataKey[],
  ciphertext: string,
  place: SecretPlace,
): Buffer<ArrayBuffer> {
  return open(dataKeys, ciphertext, contextOf(place));
}

function contextOf({ tenantId, table, rowId, column }: SecretPlace): string[] {
  return ['secret', tenantId, table, rowId, column];
}
