import type { Server } from 'node:http';
import type { Log } from '../platform/log/log.ts';

/** How long open requests may take after a stop was asked for. */
const GRACE_MS = 10_000;
const SWEEP_MS = 50;

export async function listen(
  server: Server,
  { PORT, HOST }: { PORT: number; HOST: string },
): Promise<void> {
  // A client that dribbles its headers must not hold a connection for long (slowloris).
  server.headersTimeout = 20_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

interface Stoppable {
  log: Log;
  close(): Promise<void>;
}

/** On SIGTERM or SIGINT: no new requests, open ones finish, jobs are released, the database closes. */
export function stopOnSignals(server: Server, hub: Stoppable): void {
  let asked = false;
  const stop = async (signal: string) => {
    if (asked) return;
    asked = true;
    hub.log.info({ signal }, 'stopping');
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Clients that keep their connections busy, or open between requests, would hold up the end.
    server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'));
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(timer);
    await hub.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}
