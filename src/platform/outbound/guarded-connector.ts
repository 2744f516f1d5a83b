import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { type AllowList, isPublicAddress } from './allow-list.ts';
import { OutboundError } from './outbound-error.ts';

export type Resolve = (host: string) => Promise<readonly string[]>;

type Socket = Exclude<Parameters<buildConnector.Callback>[1], null>;

export async function systemResolve(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

/**
 * Resolves a name once and connects to an address that was checked, so that a name which resolves
 * differently a moment later (DNS rebinding) gains nothing. The host name still goes into TLS.
 */
export function guardedConnector({
  allow,
  resolve,
  timeoutMs,
}: {
  allow: AllowList;
  resolve: Resolve;
  timeoutMs: number;
}): buildConnector.connector {
  // A cached TLS session would skip a check of the certificate.
  const connect = buildConnector({ timeout: timeoutMs, maxCachedSessions: 0 });

  async function open(options: buildConnector.Options): Promise<Socket> {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolve(host);
    const listed = addresses.filter((a) => allow.hasHost(host) || allow.hasAddress(a));
    const permitted = options.protocol === 'https:' ? addresses.filter(isPublicAddress) : [];
    const candidates = [...new Set([...listed, ...permitted])];
    if (candidates.length === 0) throw refusal(host, addresses);
    const servername = options.servername || (isIP(host) ? '' : host);
    return firstConnection(candidates, (hostname) => {
      return new Promise((accept, reject) => {
        connect({ ...options, hostname, ...(servername && { servername }) }, (error, socket) =>
          error ? reject(error) : accept(socket),
        );
      });
    });
  }

  return (options, callback) => {
    open(options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(asError(error), null),
    );
  };
}

function refusal(host: string, addresses: readonly string[]): OutboundError {
  if (addresses.some(isPublicAddress)) {
    return new OutboundError('blocked_scheme', `Only https may be used to call ${host}`);
  }
  return new OutboundError(
    'blocked_address',
    `${host} is not on the public internet; OUTBOUND_ALLOW has to list it`,
  );
}

async function firstConnection(
  addresses: readonly string[],
  connect: (address: string) => Promise<Socket>,
): Promise<Socket> {
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

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
