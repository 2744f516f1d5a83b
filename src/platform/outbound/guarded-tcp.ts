import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type AllowList, parseAllowList } from './allow-list.ts';
import { OutboundError } from './outbound-error.ts';
import {
  firstConnection,
  permittedAddresses,
  type Resolve,
  systemResolve,
} from './permitted-addresses.ts';

export interface TcpTarget {
  /** Name or address, without brackets. */
  host: string;
  port: number;
  /** Whether nothing but the start of the encryption is said in the clear. */
  isEncrypted: boolean;
  /** Ends the attempt; the socket, once it is there, is the caller's. */
  signal: AbortSignal;
}

/**
 * Opens a connection for protocols other than HTTP, by the rules of all outbound calls.
 * @throws OutboundError
 */
export type ConnectTcp = (target: TcpTarget) => Promise<Socket>;

export function createGuardedTcp({
  allow,
  resolve = systemResolve,
}: {
  allow: readonly string[];
  resolve?: Resolve;
}): ConnectTcp {
  const guard: { allow: AllowList; resolve: Resolve } = { allow: parseAllowList(allow), resolve };
  return async ({ host, port, isEncrypted, signal }) => {
    try {
      const wanted = { host, isEncrypted, encryption: 'TLS' };
      const addresses = await unlessAborted(permittedAddresses(guard, wanted), signal);
      return await firstConnection(addresses, async (address) => {
        const socket = connect({ host: address, port, noDelay: true });
        try {
          await once(socket, 'connect', { signal });
          return socket;
        } catch (error) {
          socket.destroy();
          throw error;
        }
      });
    } catch (cause) {
      if (cause instanceof OutboundError) throw cause;
      if (signal.aborted) {
        throw new OutboundError('timeout', `${host} did not answer in time`, { cause });
      }
      throw new OutboundError('unreachable', `${host}:${port} cannot be reached`, { cause });
    }
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
