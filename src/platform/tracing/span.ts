import type { TraceContext } from './traceparent.ts';

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  attributes?: SpanAttributes;
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** What the work continues, from `traceparent` or a job; default the span around the call. */
  parent?: TraceContext | undefined;
}

/** The span of the work in hand. */
export interface ActiveSpan {
  /** For a name that is known only once the work is under way, such as a matched route. */
  setName(name: string): void;
  setAttributes(attributes: SpanAttributes): void;
  /** For an outcome that is not thrown, such as a 500 answer. */
  setFailed(): void;
}

export interface Tracing {
  /** Runs `work` in a span that ends with it; a rejection is recorded and thrown on. */
  withSpan<T>(
    name: string,
    options: SpanOptions,
    work: (span: ActiveSpan) => Promise<T>,
  ): Promise<T>;
  /** To send on as `traceparent`, or to log; undefined when tracing is off or outside a span. */
  current(): TraceContext | undefined;
  /** Sends what is left, for at most 5 s. */
  close(): Promise<void>;
}
