import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { freePort } from '../../../tools/services/free-port.ts';

const PEERS = 'conformance/peers/node_modules';

/** A site of its own origin with one page of scripts, as content that somebody else hosts. */
export interface ContentSite {
  /** The page. */
  url: string;
  /** Answers POST to `path` with JSON. */
  answer(path: string, json: () => object): void;
  close(): Promise<void>;
}

/** @param library a script below the peers' node_modules, as published */
export async function openSite(library: string, driver?: string): Promise<ContentSite> {
  if (!existsSync(`${PEERS}/${library}`)) {
    throw new Error('The clients are missing: npm ci --prefix conformance/peers');
  }
  const scripts = new Map([['/library.js', await readFile(`${PEERS}/${library}`, 'utf8')]]);
  if (driver) scripts.set('/driver.js', await bundle(driver));
  const tags = [...scripts.keys()].map((path) => `<script src="${path}"></script>`).join('');
  const answers = new Map<string, () => object>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://site');
    const json = answers.get(pathname);
    const script = scripts.get(pathname);
    if (json && request.method === 'POST') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(json()));
    } else if (script) {
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(script);
    } else if (pathname === '/') {
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><link rel="icon" href="data:,"><title>Content</title>${tags}`);
    } else {
      response.writeHead(404).end();
    }
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}/`,
    answer: (path, json) => answers.set(path, json),
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundle(driver: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`conformance/xapi/clients/drivers/${driver}.ts`],
    bundle: true,
    format: 'iife',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
