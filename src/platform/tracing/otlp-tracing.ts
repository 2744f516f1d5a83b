import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import {
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import type { Log } from '../log/log.ts';
import { maskSecrets } from '../log/secret-patterns.ts';
import type { SpanAttributes, Tracing } from './span.ts';
import type { TraceContext } from './traceparent.ts';

const closeMs = 5_000;

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

interface OtlpSettings {
  serviceName: string;
  url: string;
  timeoutMs: number;
}

/** Registers nothing globally: the active span travels in this instance's own storage. */
export function startOtlpTracing({ serviceName, url, timeoutMs }: OtlpSettings, log: Log): Tracing {
  const exporter = reportingOnce(new OTLPTraceExporter({ url, timeoutMillis: timeoutMs }), log);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('crosswalk');
  const active = new AsyncLocalStorage<Context>();

  return {
    async withSpan(name, { attributes = {}, kind = 'internal', parent }, work) {
      const outer = parent ? remoteContext(parent) : (active.getStore() ?? ROOT_CONTEXT);
      const options = { kind: kinds[kind], attributes: masked(attributes) };
      const span = tracer.startSpan(name, options, outer);
      const setFailed = () => span.setStatus({ code: SpanStatusCode.ERROR });
      const handle = {
        setName: (better: string) => void span.updateName(better),
        setAttributes: (more: SpanAttributes) => void span.setAttributes(masked(more)),
        setFailed,
      };
      try {
        return await active.run(trace.setSpan(outer, span), () => work(handle));
      } catch (error) {
        const { name: type, message } = error instanceof Error ? error : new Error(String(error));
        span.recordException({ name: type, message: maskSecrets(message) });
        setFailed();
        throw error;
      } finally {
        span.end();
      }
    },
    current() {
      const span = trace.getSpan(active.getStore() ?? ROOT_CONTEXT);
      if (!span) return undefined;
      const { traceId, spanId, traceFlags } = span.spanContext();
      return { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
    },
    async close() {
      // A collector that is away must not hold up the end of the hub.
      const limit = setTimeout(closeMs, undefined, { ref: false });
      await Promise.race([provider.shutdown().catch(() => {}), limit]);
    },
  };
}

function remoteContext({ traceId, spanId, sampled }: TraceContext): Context {
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function masked(attributes: SpanAttributes): Record<string, string | number | boolean> {
  const entries = Object.entries(attributes).map(
    ([name, value]) => [name, typeof value === 'string' ? maskSecrets(value) : value] as const,
  );
  return Object.fromEntries(entries);
}

/** The SDK is silent about a collector it cannot reach; the log says so once until it recovers. */
function reportingOnce(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined;
        if (failed && !isFailing) log.warn({ err: result.error }, 'Traces cannot be delivered');
        isFailing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
