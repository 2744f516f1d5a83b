import type { Middleware } from 'koa';
import { uuidv7 } from '../crypto/uuid.ts';
import type { Log } from '../log/log.ts';

export interface RequestMeter {
  observeHttp(request: {
    method: string;
    route: string | undefined;
    status: number;
    seconds: number;
  }): void;
}

/** Gives each request an id, a log of its own, and one line and one measurement at its end. */
export function requestContext({ log, meter }: { log: Log; meter: RequestMeter }): Middleware {
  return async (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    const requestId = /^[\w.:-]{1,100}$/.test(given) ? given : uuidv7();
    const started = performance.now();
    ctx.state.requestId = requestId;
    ctx.state.log = log.child({ requestId });
    ctx.set('X-Request-Id', requestId);
    ctx.res.once('close', () => {
      const seconds = (performance.now() - started) / 1000;
      const route: string | undefined = ctx.state.route;
      const line = {
        requestId,
        method: ctx.method,
        route,
        status: ctx.status,
        ms: Math.round(seconds * 1e4) / 10,
        ...(ctx.state.caller && {
          caller: ctx.state.caller.name,
          tenant: ctx.state.caller.tenantId,
        }),
        ...(!ctx.res.writableFinished && { aborted: true }),
      };
      meter.observeHttp({ method: ctx.method, route, status: ctx.status, seconds });
      log.info(line, 'request');
    });
    await next();
  };
}
