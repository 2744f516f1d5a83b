import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type AllowList, isPublicAddress } from './allow-list.ts';
import { OutboundError } from './outbound-error.ts';

export type Resolve = (host: string) => Promise<readonly string[]>;

export async function systemResolve(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

export interface Guard {
  allow: AllowList;
  resolve: Resolve;
}

/**
 * Addresses of the host that may be called: public ones where the call is encrypted, others where the
 * operator lists them. Whoever connects takes one of these and does not resolve again, so that a name
 * which resolves differently a moment later (DNS rebinding) gains nothing.
 * @param encryption what an unlisted host has to be called by, for the refusal: `https`
 * @throws OutboundError `blocked_address`, `blocked_scheme`
 */
export async function permittedAddresses(
  { allow, resolve }: Guard,
  { host, isEncrypted, encryption }: { host: string; isEncrypted: boolean; encryption: string },
): Promise<[string, ...string[]]> {
  const addresses = isIP(host) ? [host] : await resolve(host);
  const listed = addresses.filter((a) => allow.hasHost(host) || allow.hasAddress(a));
  const permitted = isEncrypted ? addresses.filter(isPublicAddress) : [];
  const [first, ...others] = new Set([...listed, ...permitted]);
  if (first !== undefined) return [first, ...others];
  if (addresses.some(isPublicAddress)) {
    throw new OutboundError('blocked_scheme', `Only ${encryption} may be used to call ${host}`);
  }
  throw new OutboundError(
    'blocked_address',
    `${host} is not on the public internet; OUTBOUND_ALLOW has to list it`,
  );
}

/** The first connection that comes about. */
export async function firstConnection<T>(
  addresses: readonly string[],
  connect: (address: string) => Promise<T>,
): Promise<T> {
  const errors: unknown[] = [];
  for (const address of addresses) {
    try {
      return await connect(address);
    } catch (error) {
      errors.push(error);
    }
  }
  throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'No address answered');
}
