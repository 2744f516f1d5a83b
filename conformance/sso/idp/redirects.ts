import { sign } from 'node:crypto';
import type { Identity } from './identity.ts';

/** A deflated message with the signature beside it (Bindings 3.4.4.1). */
export function signedQuery(deflated: string, { privateKey }: Identity): string {
  const signed = new URLSearchParams({
    SAMLRequest: deflated,
    SigAlg: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  }).toString();
  const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64');
  return `${signed}&${new URLSearchParams({ Signature: signature })}`;
}
