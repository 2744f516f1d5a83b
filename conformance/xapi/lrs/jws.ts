import { sign } from 'node:crypto';
import type { Signer } from './certificate.ts';

const digests: Record<string, string> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' };

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

interface Header {
  alg: string;
  x5c?: string[];
}

/** JWS in compact serialisation (RFC 7515 7.1). */
export function jwsOf(payload: unknown, { privateKey }: Signer, header: Header) {
  const signed = `${encoded(header)}.${encoded(payload)}`;
  const signature = sign(digests[header.alg] ?? 'sha256', Buffer.from(signed), privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}
