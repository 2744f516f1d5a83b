import type { Log } from '../log/log.ts';
import type { ActiveSpan, Tracing } from './span.ts';

/** The standard OpenTelemetry variables that switch tracing on; the SDK reads the rest itself. */
export interface TracingSettings {
  /** OTEL_EXPORTER_OTLP_ENDPOINT: base URL of a collector; `/v1/traces` is added. */
  endpoint?: string | undefined;
  /** OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: full URL, wins over `endpoint`. */
  tracesEndpoint?: string | undefined;
  /** OTEL_TRACES_EXPORTER: `none` switches off, `otlp` on (to localhost:4318 without an endpoint). */
  exporter?: 'otlp' | 'none' | undefined;
  /** OTEL_SDK_DISABLED */
  disabled?: boolean | undefined;
  /** OTEL_SERVICE_NAME; default `crosswalk`. */
  serviceName?: string | undefined;
  /** OTEL_EXPORTER_OTLP_TIMEOUT: ms for one delivery with its retries; default 4,000. */
  timeoutMs?: number | undefined;
}

const idleSpan: ActiveSpan = { setName() {}, setAttributes() {}, setFailed() {} };

const noTracing: Tracing = {
  withSpan: (_name, _options, work) => work(idleSpan),
  current: () => undefined,
  close: async () => {},
};

/** Loads the OpenTelemetry SDK only when the settings ask for it. */
export async function startTracing(settings: TracingSettings, log: Log): Promise<Tracing> {
  if (!isWanted(settings)) return noTracing;
  const { startOtlpTracing } = await import('./otlp-tracing.ts');
  return startOtlpTracing(
    {
      serviceName: settings.serviceName ?? 'crosswalk',
      url: tracesUrl(settings),
      timeoutMs: settings.timeoutMs ?? 4_000,
    },
    log,
  );
}

function isWanted({ endpoint, tracesEndpoint, exporter, disabled }: TracingSettings): boolean {
  if (disabled || exporter === 'none') return false;
  return exporter === 'otlp' || Boolean(endpoint || tracesEndpoint);
}

function tracesUrl({ endpoint, tracesEndpoint }: TracingSettings): string {
  if (tracesEndpoint) return tracesEndpoint;
  return `${(endpoint || 'http://localhost:4318').replace(/\/+$/, '')}/v1/traces`;
}
