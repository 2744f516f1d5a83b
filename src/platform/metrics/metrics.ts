import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { registerProcessMetrics } from './process-metrics.ts';

export interface HttpObservation {
  method: string;
  /** The route's template (`/v1/decks/:id`), never the path; undefined when no route matched. */
  route: string | undefined;
  status: number;
  seconds: number;
}

export interface JobObservation {
  kind: string;
  /** `retried`: failed and will run again; `dead`: failed for good. */
  outcome: 'succeeded' | 'retried' | 'dead';
  seconds: number;
}

export interface QueueDepth {
  kind: string;
  state: string;
  count: number;
}

export interface PoolState {
  /** Open connections. */
  total: number;
  idle: number;
  /** Callers waiting for a connection. */
  waiting: number;
}

export interface Metrics {
  /** For instruments of other parts; one per hub, not prom-client's global one. */
  registry: Registry;
  observeHttp(request: HttpObservation): void;
  observeJob(job: JobObservation): void;
  /** Reads at each scrape; a reading that fails is left out and counted. */
  watchQueue(read: () => Promise<readonly QueueDepth[]>): void;
  watchPool(name: string, read: () => PoolState): void;
  /** The Prometheus text format; its media type is `registry.contentType`. */
  render(): Promise<string>;
  close(): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const stopProcessMetrics = registerProcessMetrics(registry);
  const failures = new Counter({
    name: 'metrics_read_failures_total',
    help: 'Readings that failed during a scrape.',
    labelNames: ['of'],
    registers,
  });
  return {
    registry,
    observeHttp: httpInstruments(registers),
    observeJob: jobInstruments(registers),
    watchQueue: queueGauge(registers, failures),
    watchPool: poolGauge(registers, failures),
    render: () => registry.metrics(),
    close() {
      stopProcessMetrics();
      registry.clear();
    },
  };
}

function httpInstruments(registers: Registry[]): Metrics['observeHttp'] {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, in seconds.',
    labelNames: ['method', 'route', 'status_class'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return ({ method, route = 'unmatched', status, seconds }) => {
    requests.inc({ method, route, status });
    durations.observe({ method, route, status_class: `${Math.floor(status / 100)}xx` }, seconds);
  };
}

function jobInstruments(registers: Registry[]): Metrics['observeJob'] {
  const jobs = new Counter({
    name: 'jobs_total',
    help: 'Runs of jobs.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'job_duration_seconds',
    help: 'Duration of one run of a job, in seconds.',
    labelNames: ['kind', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800],
    registers,
  });
  return ({ kind, outcome, seconds }) => {
    jobs.inc({ kind, outcome });
    durations.observe({ kind, outcome }, seconds);
  };
}

function queueGauge(registers: Registry[], failures: Counter<'of'>): Metrics['watchQueue'] {
  const readers: (() => Promise<readonly QueueDepth[]>)[] = [];
  new Gauge({
    name: 'jobs_in_queue',
    help: 'Jobs by kind and state.',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      this.reset();
      for (const read of readers) {
        try {
          for (const { kind, state, count } of await read()) this.set({ kind, state }, count);
        } catch {
          failures.inc({ of: 'jobs_in_queue' });
        }
      }
    },
  });
  return (read) => readers.push(read);
}

function poolGauge(registers: Registry[], failures: Counter<'of'>): Metrics['watchPool'] {
  const readers = new Map<string, () => PoolState>();
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections by pool and state; `waiting` counts callers without one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      this.reset();
      for (const [pool, read] of readers) {
        try {
          const { total, idle, waiting } = read();
          this.set({ pool, state: 'busy' }, total - idle);
          this.set({ pool, state: 'idle' }, idle);
          this.set({ pool, state: 'waiting' }, waiting);
        } catch {
          failures.inc({ of: 'database_pool_connections' });
        }
      }
    },
  });
  return (name, read) => readers.set(name, read);
}
