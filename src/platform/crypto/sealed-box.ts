import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const version = 1;
const ivBytes = 12;
const tagBytes = 16;

/** A 256-bit key and the name by which ciphertexts refer to it. */
export interface NamedKey {
  /** 1 to 255 bytes of UTF-8. */
  id: string;
  /** 32 bytes. */
  key: Uint8Array;
}

/** Wrong key, wrong context, or changed bytes: deliberately one error for all of them. */
export class DecryptError extends Error {
  override readonly name = 'DecryptError';
  constructor() {
    super('The encrypted value cannot be read: wrong key, wrong place or damaged');
  }
}

/**
 * AES-256-GCM. The result is base64url over: version (1 byte), length of the key id (1), key id,
 * nonce (12), ciphertext, tag (16). `context` is authenticated and must be given again to open.
 */
export function seal(key: NamedKey, plaintext: Uint8Array, context: readonly string[]): string {
  const header = headerOf(key.id);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key.key, iv);
  cipher.setAAD(associatedData(header, context));
  const parts = [header, iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64url');
}

/** @throws DecryptError */
export function open(
  keys: readonly NamedKey[],
  sealed: string,
  context: readonly string[],
): Buffer<ArrayBuffer> {
  const { keyId, header, body } = parse(sealed);
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key) throw new DecryptError();
  try {
    const iv = body.subarray(0, ivBytes);
    const decipher = createDecipheriv('aes-256-gcm', key.key, iv, { authTagLength: tagBytes });
    decipher.setAAD(associatedData(header, context));
    decipher.setAuthTag(body.subarray(-tagBytes));
    const plaintext = decipher.update(body.subarray(ivBytes, -tagBytes));
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    throw new DecryptError();
  }
}

/**
 * The id of the key that a value was sealed with, unauthenticated: good for finding the key.
 * @throws DecryptError when the value is not a sealed one
 */
export function sealedKeyId(sealed: string): string {
  return parse(sealed).keyId;
}

function headerOf(keyId: string): Buffer {
  const id = Buffer.from(keyId);
  if (id.length < 1 || id.length > 255) throw new RangeError('A key id has 1 to 255 bytes');
  return Buffer.concat([Buffer.from([version, id.length]), id]);
}

function parse(sealed: string): { keyId: string; header: Buffer; body: Buffer } {
  const bytes = Buffer.from(sealed, 'base64url');
  // Node skips characters outside the alphabet; only the one canonical text may open.
  if (bytes.toString('base64url') !== sealed) throw new DecryptError();
  const idLength = bytes[1] ?? 0;
  const headerLength = 2 + idLength;
  if (bytes[0] !== version || idLength === 0) throw new DecryptError();
  if (bytes.length < headerLength + ivBytes + tagBytes) throw new DecryptError();
  return {
    keyId: bytes.toString('utf8', 2, headerLength),
    header: bytes.subarray(0, headerLength),
    body: bytes.subarray(headerLength),
  };
}

/** Each part is preceded by its length, so that no two contexts share one byte sequence. */
function associatedData(header: Buffer, context: readonly string[]): Buffer {
  const parts = context.flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat([header, ...parts]);
}
