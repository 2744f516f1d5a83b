import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';

export interface LmsServerOptions {
  /** Served below `/package/`. */
  packageFolder: string;
  /** The LMS's own pages and scripts, by path such as `/lms/launch.html`. */
  files: Readonly<Record<string, () => string>>;
  /** Sent with every answer. */
  headers?: Readonly<Record<string, string>>;
  /** Bodies posted to `/lms/commit`, in the order of their arrival. */
  onCommit(body: unknown): void;
}

export interface LmsServer {
  /** `http://127.0.0.1:<free port>` */
  origin: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
};

/** LMS and content on one origin, as SCORM 1.2 needs it. */
export async function openLmsServer(options: LmsServerOptions): Promise<LmsServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { packageFolder, files, headers, onCommit }: LmsServerOptions,
): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://lms').pathname);
  const reply = (status: number, body: string | Buffer = '', type = 'text/plain') =>
    response
      .writeHead(status, { ...headers, 'content-type': type, 'cache-control': 'no-store' })
      .end(body);
  if (request.method === 'POST' && path === '/lms/commit') {
    onCommit(JSON.parse(await text(request)));
    reply(200, '{"result":true,"errorCode":0}', 'application/json');
    return;
  }
  if (path === '/favicon.ico') {
    reply(204);
    return;
  }
  const type = types[extname(path)] ?? 'application/octet-stream';
  const own = files[path];
  if (own) reply(200, own(), type);
  else if (path.startsWith('/package/')) {
    const file = join(packageFolder, normalize(path.slice('/package/'.length)));
    const body = await readFile(file).catch(() => undefined);
    if (body) reply(200, body, type);
    else reply(404);
  } else reply(404);
}
