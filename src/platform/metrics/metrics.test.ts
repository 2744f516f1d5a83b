import { expect } from 'chai';
import { register as globalRegistry } from 'prom-client';
import { createMetrics, type Metrics } from './metrics.ts';

/** Keeps the loop busy, as a bad query would. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

async function sample(metrics: Metrics, series: string): Promise<number | undefined> {
  const lines = (await metrics.render()).split('\n');
  const line = lines.find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('metrics', () => {
  let metrics: Metrics;

  beforeEach(() => {
    metrics = createMetrics();
  });

  afterEach(() => {
    metrics.close();
  });

  it('count requests by method, route template and status, and time them by status class', async () => {
    const request = { method: 'GET', route: '/v1/decks/:id', status: 404, seconds: 0.03 };
    metrics.observeHttp(request);
    metrics.observeHttp({ ...request, status: 403 });
    const labels = 'method="GET",route="/v1/decks/:id"';
    expect(await sample(metrics, `http_requests_total{${labels},status="404"}`)).to.equal(1);
    const timed = `${labels},status_class="4xx"`;
    expect(await sample(metrics, `http_request_duration_seconds_count{${timed}}`)).to.equal(2);
    const text = await metrics.render();
    expect(text).to.include(`http_request_duration_seconds_bucket{le="0.025",${timed}} 0`);
    expect(text).to.include(`http_request_duration_seconds_bucket{le="0.05",${timed}} 2`);
  });

  it('put all paths without a route under one name', async () => {
    metrics.observeHttp({ method: 'GET', route: undefined, status: 404, seconds: 0 });
    const series = 'http_requests_total{method="GET",route="unmatched",status="404"}';
    expect(await sample(metrics, series)).to.equal(1);
  });

  it('count and time jobs by kind and outcome', async () => {
    metrics.observeJob({ kind: 'import', outcome: 'succeeded', seconds: 2 });
    metrics.observeJob({ kind: 'import', outcome: 'dead', seconds: 2 });
    const labels = 'kind="import",outcome="dead"';
    expect(await sample(metrics, `jobs_total{${labels}}`)).to.equal(1);
    expect(await sample(metrics, `job_duration_seconds_sum{${labels}}`)).to.equal(2);
  });

  it('read the queue and the pools at each scrape', async () => {
    let count = 3;
    metrics.watchQueue(async () => (count ? [{ kind: 'import', state: 'queued', count }] : []));
    metrics.watchPool('main', () => ({ total: 8, idle: 5, waiting: 2 }));
    const queued = 'jobs_in_queue{kind="import",state="queued"}';
    expect(await sample(metrics, queued)).to.equal(3);
    expect(await sample(metrics, 'database_pool_connections{pool="main",state="busy"}')).to.equal(
      3,
    );
    expect(
      await sample(metrics, 'database_pool_connections{pool="main",state="waiting"}'),
    ).to.equal(2);
    count = 0;
    expect(await sample(metrics, queued)).to.equal(undefined);
  });

  it('are rendered without a reading that failed, which is counted', async () => {
    metrics.watchQueue(async () => {
      throw new Error('database is away');
    });
    metrics.observeJob({ kind: 'import', outcome: 'retried', seconds: 1 });
    await metrics.render();
    expect(
      await sample(metrics, 'metrics_read_failures_total{of="jobs_in_queue"}'),
    ).to.be.greaterThan(0);
    expect(await sample(metrics, 'jobs_total{kind="import",outcome="retried"}')).to.equal(1);
  });

  it('tell how late the event loop ran', async () => {
    const worst = 'nodejs_eventloop_lag_max_seconds';
    const turn = () => new Promise((resolve) => setTimeout(resolve, 30));
    await turn();
    block(150);
    await turn();
    // In seconds: of milliseconds it would be 150.
    expect(await sample(metrics, worst)).to.be.within(0.1, 100);
  });

  it('describe the process', async () => {
    for (const series of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
      'nodejs_heap_size_used_bytes',
    ]) {
      expect(await sample(metrics, series), series).to.be.greaterThan(0);
    }
  });

  it('are kept per hub: a second set and the global registry stay empty', async () => {
    const other = createMetrics();
    try {
      metrics.observeJob({ kind: 'import', outcome: 'succeeded', seconds: 1 });
      expect(await sample(other, 'jobs_total{kind="import",outcome="succeeded"}')).to.equal(
        undefined,
      );
      expect(globalRegistry.getMetricsAsArray()).to.deep.equal([]);
    } finally {
      other.close();
    }
  });
});
