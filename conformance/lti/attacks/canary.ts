import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Something on this machine that nobody outside may reach. */
export interface Canary {
  port: number;
  /** Connections so far. */
  readonly hits: number;
  close(): Promise<void>;
}

export async function openCanary(): Promise<Canary> {
  let hits = 0;
  const server = createServer((socket) => {
    hits += 1;
    socket.on('error', () => {}).resume();
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get hits() {
      return hits;
    },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
