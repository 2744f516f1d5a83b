import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  attributes: { key: string; value: Record<string, unknown> }[];
}

describe('a hub that reports to an OpenTelemetry collector', () => {
  const spans: Span[] = [];
  let collector: Server;
  let hub: TestHub;

  before(async () => {
    collector = createServer(async (request, response) => {
      const batch = (await json(request)) as {
        resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
      };
      for (const { scopeSpans } of batch.resourceSpans) {
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    hub = await startTestHub({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  });
  after(() => {
    collector.close();
    collector.closeAllConnections();
  });

  it('sends a span for each request and job, all of them before it has stopped', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const path = '/v1/decks/01900000-0000-7000-8000-000000000000';
    const answer = await hub.request('GET', path, { headers });
    await createSeed(hub).imported();
    await hub.close();

    const request = spans.find((span) => span.traceId === traceId);
    expect(request).to.include({
      name: 'GET /v1/decks/{deckId}',
      kind: 2,
      parentSpanId: '00f067aa0ba902b7',
    });
    expect(answer.headers.get('traceparent')).to.equal(`00-${traceId}-${request?.spanId}-01`);
    const told = request?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]);
    expect(Object.fromEntries(told ?? [])).to.deep.include({
      'http.request.method': 'GET',
      'http.route': '/v1/decks/{deckId}',
      'http.response.status_code': 404,
    });
    expect(spans.map(({ name }) => name)).to.include('job import');
  });
});
