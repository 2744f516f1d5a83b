import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createLog } from '../log/log.ts';
import type { Tracing } from './span.ts';
import { startTracing } from './tracing.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code?: number };
  attributes: { key: string; value: Record<string, unknown> }[];
  events: unknown[];
}

interface Batch {
  resourceSpans: { resource: { attributes: unknown[] }; scopeSpans: { spans: Span[] }[] }[];
}

/** Stands in for an OpenTelemetry collector. */
class Collector {
  readonly paths: string[] = [];
  readonly batches: Batch[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    this.paths.push(request.url ?? '');
    this.batches.push((await json(request)) as Batch);
    response.setHeader('content-type', 'application/json').end('{}');
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get spans(): Span[] {
    const resources = this.batches.flatMap((batch) => batch.resourceSpans);
    return resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  }

  span(name: string): Span {
    const found = this.spans.find((span) => span.name === name);
    if (!found) throw new Error(`No span ${name}`);
    return found;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const parent = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  sampled: true,
};
const lines: string[] = [];
const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });

describe('tracing with a collector', () => {
  let collector: Collector;
  let tracing: Tracing;

  beforeEach(async () => {
    lines.length = 0;
    collector = new Collector();
    const endpoint = await collector.listen();
    tracing = await startTracing(
      { endpoint: `${endpoint}/`, serviceName: 'hub-test', timeoutMs: 500 },
      log,
    );
  });

  afterEach(async () => {
    await tracing.close();
    collector.close();
  });

  it('sends spans with kind, attributes and service name, all of them by the time it is closed', async () => {
    await tracing.withSpan(
      'GET /v1/decks',
      { kind: 'server', attributes: { 'http.route': '/v1/decks' } },
      async (span) => span.setAttributes({ 'http.response.status_code': 200 }),
    );
    await tracing.close();
    expect(collector.paths).to.deep.equal(['/v1/traces']);
    expect(JSON.stringify(collector.batches[0]?.resourceSpans[0]?.resource)).to.include('hub-test');
    const span = collector.span('GET /v1/decks');
    expect(span.kind).to.equal(2);
    expect(span.attributes.map(({ key }) => key)).to.include.members([
      'http.route',
      'http.response.status_code',
    ]);
  });

  it('nests spans across awaits, also those that run at the same time', async () => {
    const one = (name: string) =>
      tracing.withSpan(name, {}, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        await tracing.withSpan(`${name}.inner`, {}, async () => {});
      });
    await Promise.all([one('a'), one('b')]);
    await tracing.close();
    for (const name of ['a', 'b']) {
      const [outer, inner] = [collector.span(name), collector.span(`${name}.inner`)];
      expect(inner.parentSpanId).to.equal(outer.spanId);
      expect(inner.traceId).to.equal(outer.traceId);
    }
    expect(collector.span('a').traceId).to.not.equal(collector.span('b').traceId);
  });

  it('continues the trace of a caller and tells its own place in it', async () => {
    const current = await tracing.withSpan('continued', { parent }, async () => tracing.current());
    await tracing.close();
    const span = collector.span('continued');
    expect(span.parentSpanId).to.equal(parent.spanId);
    expect(current).to.deep.equal({ traceId: parent.traceId, spanId: span.spanId, sampled: true });
    expect(tracing.current()).to.equal(undefined);
  });

  it('follows the caller who does not sample', async () => {
    await tracing.withSpan('unsampled', { parent: { ...parent, sampled: false } }, async () => {});
    await tracing.close();
    expect(collector.spans).to.deep.equal([]);
  });

  it('marks failures, passes the error on, and hides secrets', async () => {
    const failure = new Error('refused Bearer kAnArY-9f2c7Qxhunter2');
    const attributes = { url: '/play/kAnArY-9f2c7Qxhunter2' };
    const outcome = await tracing
      .withSpan('failing', { attributes }, () => Promise.reject(failure))
      .catch((error: unknown) => error);
    expect(outcome).to.equal(failure);
    await tracing.withSpan('answered 500', {}, async (span) => span.setFailed());
    await tracing.close();
    expect(collector.span('failing').status.code).to.equal(2);
    expect(collector.span('failing').events).to.have.length(1);
    expect(collector.span('answered 500').status.code).to.equal(2);
    expect(JSON.stringify(collector.batches)).to.not.include('kAnArY');
  });

  it('says in the log that the collector is away, and closes all the same', async () => {
    collector.close();
    await tracing.withSpan('lost', {}, async () => {});
    await tracing.close();
    expect(lines.filter((line) => line.includes('Traces cannot be delivered'))).to.have.length(1);
  });
});

describe('tracing without its settings', () => {
  for (const settings of [
    {},
    { endpoint: '' },
    { endpoint: 'http://127.0.0.1:9', exporter: 'none' as const },
    { endpoint: 'http://127.0.0.1:9', disabled: true },
  ]) {
    it(`does nothing for ${JSON.stringify(settings)}`, async () => {
      const tracing = await startTracing(settings, log);
      const current = await tracing.withSpan('x', {}, async () => tracing.current() ?? 'none');
      expect(current).to.equal('none');
      await tracing.close();
    });
  }

  it('does not load the OpenTelemetry SDK', async () => {
    const script = `
      const { startTracing } = await import(${JSON.stringify(new URL('./tracing.ts', import.meta.url).href)});
      await startTracing({}, undefined);
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache);
      process.stdout.write(String(loaded.filter((name) => name.includes('opentelemetry')).length));
    `;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).to.equal('0');
  });
});
