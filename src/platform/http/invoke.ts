import type { IncomingMessage } from 'node:http';
import type { Log } from '../log/log.ts';
import type { Caller } from '../tenancy/caller.ts';
import { allow, compileChecks } from './mount.ts';
import type { Route } from './route.ts';

interface Invocation {
  caller: Caller;
  request: IncomingMessage;
  requestId: string;
  log: Log;
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Calls a route of the API from inside, with the same rights and the same checks; answers its body. */
export type Invoke = (routeId: string, invocation: Invocation) => Promise<unknown>;

export function createInvoke(routes: readonly Route[]): Invoke {
  const byId = new Map(routes.map((route) => [route.id, { route, check: compileChecks(route) }]));
  return async (routeId, { caller, params = {}, query = {}, body, request, requestId, log }) => {
    const found = byId.get(routeId);
    if (!found) throw new Error(`there is no route ${routeId}`);
    const { route, check } = found;
    allow(caller, route.access, params);
    const answer = await route.handle({
      caller,
      params: check.params(params),
      query: check.query({ ...query }),
      body: route.stream ? undefined : check.body(body),
      ifMatch: undefined,
      header: () => '',
      request,
      requestId,
      log,
    });
    return answer.body;
  };
}
