import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Log } from '../platform/log/log.ts';

/** How long open requests may take after a stop was asked for. */
const GRACE_MS = 10_000;
/** How long a client may still come with a request on a connection that it has open. */
const IDLE_MS = 1_000;
const SWEEP_MS = 50;

/** Somebody else listens there; the message names the setting that helps. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
}

interface Place {
  /** 0 picks a free one. */
  port: number;
  host: string;
  /** What the port was set by. */
  setting: 'PORT' | 'CONTENT_PORT';
}

/** @throws PortTakenError */
export async function listen(server: Server, { port, host, setting }: Place): Promise<void> {
  // A client that dribbles its headers must not hold a connection for long (slowloris).
  server.headersTimeout = 20_000;
  server.requestTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new PortTakenError(`${error.message}. Set ${setting} to another port.`);
  });
}

interface Stoppable {
  log: Log;
  beginStop(): void;
  close(): Promise<void>;
}

/** On SIGTERM or SIGINT: no new connections, requests finish, jobs are released, the database closes. */
export function stopOnSignals(servers: readonly Server[], hub: Stoppable): void {
  let asked = false;
  const stop = async (signal: string) => {
    if (asked) return;
    asked = true;
    hub.log.info({ signal }, 'stopping');
    hub.beginStop();
    await Promise.all(servers.map(finishRequests));
    await hub.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

async function finishRequests(server: Server): Promise<void> {
  // HTTP's own `close` cuts idle connections at once, on which a request may be on its way.
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  // Clients that keep their connections busy, or open between requests, would hold up the end.
  server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'));
  const started = Date.now();
  const sweep = setInterval(() => {
    if (Date.now() - started >= IDLE_MS) server.closeIdleConnections();
  }, SWEEP_MS);
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
