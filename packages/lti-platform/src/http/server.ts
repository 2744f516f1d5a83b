import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, type Faults, insteadOf, spoil } from '../faults.ts';
import { type Answer, json, Refusal } from './answer.ts';
import { type Exchange, readExchange } from './exchange.ts';
import { findRoute, type Route, type RouteName } from './routes.ts';

export interface ServerOptions {
  /** Known once it listens, for URLs name the port. */
  routes: (origin: string) => readonly Route[];
  faults: Faults;
  /** Called when a request of the route has come, what it answers when that has ended. */
  watch?: Partial<Record<RouteName, (exchange: Exchange) => () => void>>;
  throttle: Answer;
  now: () => number;
  host: string;
  port: number;
  /** Requests that no route takes. */
  otherwise?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

export interface RunningServer {
  origin: string;
  close(): Promise<void>;
}

export async function serve(options: ServerOptions): Promise<RunningServer> {
  let routes: readonly Route[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => {
      if (!response.headersSent) write(response, json({ error: String(error) }, { status: 500 }));
      else response.destroy();
    });
  });
  server.listen(options.port, options.host === 'localhost' ? undefined : options.host);
  await once(server, 'listening');
  origin = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  routes = options.routes(origin);

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin);
    const found = findRoute(routes, { pathname, method: request.method ?? 'GET' });
    if (found === undefined && options.otherwise) return options.otherwise(request, response);
    if (found === undefined) return write(response, json({ error: 'not found' }, { status: 404 }));
    if (found === 'other-method') {
      return write(response, json({ error: 'method not allowed' }, { status: 405 }));
    }
    const { route, params } = found;
    const exchange = { ...(await readExchange(request, origin)), params };
    const ended = options.watch?.[route.name]?.(exchange);
    if (ended) response.once('close', ended);
    const fault = options.faults.next(route.name);
    if (fault && 'hang' in fault) return;
    if (fault && 'reset' in fault) return void request.socket.destroy();
    const instead = fault && insteadOf(fault, { throttle: options.throttle, now: options.now() });
    if (instead) return write(response, instead);
    const answer = await handled(route, exchange);
    if (fault) await writeSpoiled(response, answer, fault);
    else write(response, answer);
  }

  return {
    origin,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handled(route: Route, exchange: Parameters<Route['handle']>[0]): Promise<Answer> {
  try {
    return await route.handle(exchange);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

async function writeSpoiled(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
  if ('lost' in fault) return void response.socket?.destroy();
  if ('slow' in fault) await wait(fault.slow);
  if ('truncate' in fault) {
    const whole = Buffer.from(answer.body.padEnd(2));
    response.writeHead(answer.status, { ...answer.headers, 'Content-Length': whole.length });
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => {
      response.socket?.destroy();
    });
    return;
  }
  write(response, spoil(fault, answer));
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}
