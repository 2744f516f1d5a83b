import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const resolutionMs = 10;

/**
 * The process's own figures under the names that Prometheus dashboards expect. prom-client's
 * collection of defaults is not used because its observers cannot be stopped.
 * @returns stops measuring
 */
export function registerProcessMetrics(registry: Registry): () => void {
  const registers = [registry];
  new Gauge({
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time spent, in seconds.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.set((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'Start time of the process, in seconds since 1970.',
    registers,
  }).set(Math.round(Date.now() / 1000 - process.uptime()));
  new Gauge({
    name: 'process_open_fds',
    help: 'Open file descriptors; only on Linux.',
    registers,
    async collect() {
      const open = await readdir('/proc/self/fd').catch(() => undefined);
      if (open) this.set(open.length);
    },
  });
  new Gauge({
    name: 'nodejs_version_info',
    help: 'Node.js version.',
    labelNames: ['version'],
    registers,
  }).set({ version: process.version }, 1);
  registerMemory(registers);
  return registerEventLoopLag(registers);
}

function registerMemory(registers: Registry[]): void {
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory, in bytes.',
    registers,
    collect() {
      const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
      this.set(rss);
      total.set(heapTotal);
      used.set(heapUsed);
      outside.set(external);
    },
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const total = gauge('nodejs_heap_size_total_bytes', 'V8 heap reserved, in bytes.');
  const used = gauge('nodejs_heap_size_used_bytes', 'V8 heap in use, in bytes.');
  const outside = gauge('nodejs_external_memory_bytes', 'Memory held by V8 outside its heap.');
}

function registerEventLoopLag(registers: Registry[]): () => void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  // The histogram counts the sampling interval itself as delay.
  const lagSeconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1000);
  new Gauge({
    name: 'nodejs_eventloop_lag_max_seconds',
    help: 'The latest that the event loop ran since the last scrape, in seconds.',
    registers,
    collect() {
      this.set(lagSeconds(delay.max));
      for (const { percent, gauge } of percentiles)
        gauge.set(lagSeconds(delay.percentile(percent)));
      delay.reset();
    },
  });
  const percentiles = [50, 90, 99].map((percent) => ({
    percent,
    gauge: new Gauge({
      name: `nodejs_eventloop_lag_p${percent}_seconds`,
      help: `How late the event loop ran since the last scrape, percentile ${percent}.`,
      registers,
    }),
  }));
  return () => delay.disable();
}
