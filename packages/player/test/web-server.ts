import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface WebServer {
  origin: string;
  close(): Promise<void>;
}

export interface Reply {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body: Buffer | string;
}

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server on a free local port; `null` breaks the connection, as a lost network does. */
export async function startServer(
  answer: (asked: Asked) => Reply | null | Promise<Reply | null>,
): Promise<WebServer> {
  const server = createServer((request, response) => void handle(request, response));
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const reply = await answer({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await text(request),
    });
    if (!reply) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.type ?? 'application/json',
      ...reply.headers,
    });
    response.end(reply.body);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  wav: 'audio/wav',
};

export function fileReply(path: string, body: Buffer, headers: Record<string, string> = {}): Reply {
  return { type: TYPES[path.split('.').pop() ?? ''] ?? 'application/octet-stream', headers, body };
}
