import { Agent, fetch as undiciFetch } from 'undici';
import { parseAllowList } from './allow-list.ts';
import { describe, startDeadline } from './deadline.ts';
import { guardedConnector } from './guarded-connector.ts';
import { limitBody } from './limited-body.ts';
import { OutboundError } from './outbound-error.ts';
import { type Resolve, systemResolve } from './permitted-addresses.ts';

export interface OutboundSettings {
  /** Hosts, addresses and networks that may be private and called by http. */
  allow: readonly string[];
  /** For the whole call: name, connection, answer and body. Default 15,000. */
  timeoutMs?: number;
  /** Of the body after decompression. Default 5 MiB. */
  maxBytes?: number;
  /** Of the answer's headers. Default 16 KiB. */
  maxHeaderBytes?: number;
  /** Default: the system's resolver. */
  resolve?: Resolve;
}

export interface OutboundRequest {
  method?: string;
  headers?: Headers | Record<string, string>;
  /** What is iterated is sent as it comes, without Content-Length. */
  body?: string | Uint8Array | URLSearchParams | AsyncIterable<Uint8Array>;
  signal?: AbortSignal | null;
  timeoutMs?: number;
  maxBytes?: number;
}

/** The only way out of the hub to addresses that people typed in. */
export interface Outbound {
  /**
   * Like `fetch`, for https to public addresses; anything else has to be allowed. Follows no
   * redirect, sends no cookies, and uses no proxy.
   * @throws OutboundError, also while the body is read
   */
  fetch(url: string | URL, request?: OutboundRequest): Promise<Response>;
  close(): Promise<void>;
}

export function createOutbound({
  allow,
  timeoutMs = 15_000,
  maxBytes = 5 * 2 ** 20,
  maxHeaderBytes = 16 * 2 ** 10,
  resolve = systemResolve,
}: OutboundSettings): Outbound {
  const connect = guardedConnector({ allow: parseAllowList(allow), resolve, timeoutMs });
  const agent = new Agent({ connect, maxHeaderSize: maxHeaderBytes, keepAliveTimeout: 4_000 });
  return {
    async fetch(url, request = {}) {
      const target = checkUrl(url);
      const { method = 'GET', headers = {}, body = null, signal } = request;
      const deadline = startDeadline(request.timeoutMs ?? timeoutMs, signal ?? undefined);
      try {
        const response = await undiciFetch(target, {
          method,
          headers: [...new Headers(headers)],
          body,
          duplex: 'half',
          redirect: 'manual',
          signal: deadline.signal,
          dispatcher: agent,
        });
        if (response.status >= 300 && response.status < 400 && response.status !== 304) {
          throw new OutboundError('redirect', `${target.host} answered with a redirect`);
        }
        const limited = limitBody(response.body, {
          host: target.host,
          maxBytes: request.maxBytes ?? maxBytes,
          deadline,
        });
        const { status, statusText } = response;
        return new Response(limited, { status, statusText, headers: [...response.headers] });
      } catch (error) {
        const readable = describe(error, target.host, deadline);
        deadline.end(readable);
        throw readable;
      }
    },
    close: () => agent.destroy(),
  };
}

function checkUrl(url: string | URL): URL {
  if (!URL.canParse(String(url))) throw new OutboundError('blocked_url', 'The URL cannot be read');
  const target = new URL(url);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new OutboundError('blocked_scheme', `Only https may be used, not ${target.protocol}`);
  }
  if (target.username || target.password) {
    throw new OutboundError('blocked_url', 'The URL must not contain a user name or password');
  }
  return target;
}
