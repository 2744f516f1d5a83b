import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { firstConnection, type Guard, permittedAddresses } from './permitted-addresses.ts';

type Socket = Exclude<Parameters<buildConnector.Callback>[1], null>;

/**
 * Resolves a name once and connects to an address that was checked. The host name still goes into
 * TLS.
 */
export function guardedConnector({
  timeoutMs,
  ...guard
}: Guard & { timeoutMs: number }): buildConnector.connector {
  // A cached TLS session would skip a check of the certificate.
  const connect = buildConnector({ timeout: timeoutMs, maxCachedSessions: 0 });

  async function open(options: buildConnector.Options): Promise<Socket> {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const isEncrypted = options.protocol === 'https:';
    const target = { host, isEncrypted, encryption: 'https' };
    const candidates = await permittedAddresses(guard, target);
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

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
