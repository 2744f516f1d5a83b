import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const CHUNK = Buffer.alloc(64 * 1024, ' ');
const ALL_BYTES = 100 * 2 ** 20;

/** A JWKS of 100 MB: as it is, without an announced length, or packed into 100 kB. */
export interface HugeJwks {
  url(kind: 'announced' | 'chunked' | 'gzip'): string;
  /** How much of it was written before the reader went away. */
  readonly sent: number;
  close(): Promise<void>;
}

export async function openHugeJwks(): Promise<HugeJwks> {
  let sent = 0;
  const packed = gzipSync(Buffer.concat([Buffer.from('{"keys":['), Buffer.alloc(ALL_BYTES, ' ')]));
  const server = createServer((request, response) => {
    const headers = { 'Content-Type': 'application/json' };
    if (request.url === '/gzip') {
      sent += packed.length;
      response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip' });
      response.end(packed);
      return;
    }
    const length = request.url === '/announced' ? { 'Content-Length': ALL_BYTES } : {};
    response.writeHead(200, { ...headers, ...length });
    pour(response).catch(() => {});
  });

  async function pour(response: ServerResponse): Promise<void> {
    const gone = once(response, 'close');
    for (let bytes = 0; bytes < ALL_BYTES && !response.destroyed; bytes += CHUNK.length) {
      sent += CHUNK.length;
      if (!response.write(CHUNK)) await Promise.race([once(response, 'drain'), gone]);
    }
    response.end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (kind) => `http://127.0.0.1:${port}/${kind}`,
    get sent() {
      return sent;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
