import type { Context, Middleware } from 'koa';
import { randomHex } from '../crypto/random-hex.ts';
import { uuidv7 } from '../crypto/uuid.ts';
import type { Log, LogFields } from '../log/log.ts';
import type { Tracing } from '../tracing/span.ts';
import { formatTraceparent, parseTraceparent, type TraceContext } from '../tracing/traceparent.ts';

export interface RequestMeter {
  observeHttp(request: {
    method: string;
    route: string | undefined;
    status: number;
    seconds: number;
  }): void;
}

interface RequestContextDeps {
  log: Log;
  meter: RequestMeter;
  tracing: Tracing;
}

/** Gives each request an id, a place in a trace, a log of its own, and one line and one measurement at its end. */
export function requestContext({ log, meter, tracing }: RequestContextDeps): Middleware {
  return async (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    const requestId = /^[\w.:-]{1,100}$/.test(given) ? given : uuidv7();
    const parent = parseTraceparent(ctx.get('traceparent'));
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    await tracing.withSpan(ctx.method, { kind: 'server', parent }, async (span) => {
      const trace = tracing.current() ?? continued(parent);
      ctx.set('traceparent', formatTraceparent(trace));
      ctx.state.log = log.child({ requestId, traceId: trace.traceId });
      tellAtEnd(ctx, { log, meter, ids: { requestId, traceId: trace.traceId } });
      await next();
      const route: string | undefined = ctx.state.route;
      if (route) span.setName(`${ctx.method} ${route}`);
      span.setAttributes({
        'http.request.method': ctx.method,
        'http.response.status_code': ctx.status,
        ...(route && { 'http.route': route }),
      });
      if (ctx.status >= 500) span.setFailed();
    });
  };
}

/** A place in the caller's trace, or in one of its own, although this hub reports no spans. */
function continued(parent: TraceContext | undefined): TraceContext {
  return {
    traceId: parent?.traceId ?? randomHex(16),
    spanId: randomHex(8),
    sampled: parent?.sampled ?? false,
  };
}

function tellAtEnd(
  ctx: Context,
  { log, meter, ids }: { log: Log; meter: RequestMeter; ids: LogFields },
): void {
  const started = performance.now();
  ctx.res.once('close', () => {
    const seconds = (performance.now() - started) / 1000;
    const route: string | undefined = ctx.state.route;
    const line = {
      ...ids,
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
}
