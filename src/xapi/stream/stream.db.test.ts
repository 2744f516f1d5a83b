import { createPostgresStore, type PostgresStore } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed } from '../../api/test-seed.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { watchCommits } from '../../platform/jobs/commit-notices.ts';
import { silent } from '../../platform/jobs/testing/test-jobs.ts';
import { testStatement } from '../lrs/test-statements.ts';
import { createNewStatements } from '../new-statements.ts';
import { aStatement, lrsClient, someStatements, verbs } from '../remote/test-statements.ts';
import { createStatementStreams, type StatementStreams } from './statement-streams.ts';

interface Event {
  id: string;
  statement: { id: string };
}

/** Events of a response as they come; those without a statement are left out. */
async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Event> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: ([^\n]*)/m.exec(block)?.[1];
      const id = /^id: (\d*)/m.exec(block)?.[1] ?? '';
      if (data !== undefined) yield { id, statement: JSON.parse(data) };
    }
  }
}

async function take(events: AsyncGenerator<Event>, count: number): Promise<Event[]> {
  const taken: Event[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done) throw new Error(`the stream ended after ${taken.length}`);
    taken.push(value);
  }
  return taken;
}

const idsOf = (events: Event[]) => events.map(({ statement }) => statement.id);

describe('the live stream of statements', function () {
  this.timeout(30_000);

  describe('over HTTP', () => {
    let hub: TestHub;
    let lrs: Awaited<ReturnType<typeof lrsClient>>;
    const opened: AbortController[] = [];

    before(async () => {
      hub = await startTestHub();
      lrs = await lrsClient(hub);
    });
    afterEach(() => {
      for (const controller of opened.splice(0)) controller.abort();
    });
    after(() => hub.close());

    async function connect(query = '', headers: Record<string, string> = {}) {
      const controller = new AbortController();
      opened.push(controller);
      const response = await fetch(`${hub.url}/v1/statements/stream${query}`, {
        headers: { Authorization: `Bearer ${hub.key}`, ...headers },
        signal: controller.signal,
      });
      if (!response.body) throw new Error('no body');
      return { response, events: eventsOf(response.body) };
    }

    it('brings statements as they are stored, in order', async () => {
      await lrs.store(someStatements(2));
      const { response, events } = await connect();
      expect(response.headers.get('Content-Type')).to.match(/^text\/event-stream/);
      expect(response.headers.get('Content-Encoding')).to.equal(null);
      const ids = await lrs.store(someStatements(150));
      expect(idsOf(await take(events, 150))).to.deep.equal(ids);
      const [next = ''] = await lrs.store(someStatements(1));
      expect(idsOf(await take(events, 1))).to.deep.equal([next]);
    });

    it('goes on right after the event that the reader saw last', async () => {
      const { events } = await connect();
      const ids = await lrs.store(someStatements(5));
      const [, second] = await take(events, 2);
      ids.push(...(await lrs.store(someStatements(2))));
      const again = await connect('', { 'Last-Event-ID': second?.id ?? '' });
      expect(idsOf(await take(again.events, 5))).to.deep.equal(ids.slice(2));
    });

    it('tells a reader who has not seen any where to go on', async () => {
      const first = await hub.request('GET', '/v1/statements/stream');
      const id = /^id: (\d+)$/m.exec(first.text)?.[1] ?? '';
      const ids = await lrs.store(someStatements(2));
      const { events } = await connect('', { 'Last-Event-ID': id });
      expect(idsOf(await take(events, 2))).to.deep.equal(ids);
    });

    it('begins in the past when asked to, and brings only what the filter names', async () => {
      const since = new Date().toISOString();
      const wanted = aStatement({ verb: { id: verbs.failed } });
      await lrs.store([...someStatements(3), wanted, ...someStatements(3)]);
      const query = new URLSearchParams({ since, verb: verbs.failed, related: 'true' });
      const { events } = await connect(`?${query}`);
      expect(idsOf(await take(events, 1))).to.deep.equal([wanted.id]);
    });

    it('refuses a Last-Event-ID that is none, and an agent that is none', async () => {
      const headers = { 'Last-Event-ID': 'yesterday' };
      expect((await hub.request('GET', '/v1/statements/stream', { headers })).status).to.equal(400);
      const agent = encodeURIComponent('{"name":"Nobody"}');
      const path = `/v1/statements/stream?agent=${agent}`;
      expect((await hub.request('GET', path)).status).to.equal(400);
    });

    it('brings what learners do in the hub itself', async () => {
      const { events } = await connect();
      const { reviewId } = await createSeed(hub).reviewed();
      expect(idsOf(await take(events, 1))).to.deep.equal([reviewId]);
    });

    it('ends when the hub stops', async () => {
      const { events } = await connect();
      hub.hub.beginStop();
      expect((await events.next()).done).to.equal(true);
    });
  });

  describe('for whoever reads it', () => {
    let database: Database;
    let tenantId: string;
    let store: PostgresStore;
    let streams: StatementStreams;
    const newStatements = createNewStatements();

    before(async () => {
      database = watchCommits(await testDatabase());
      const { afterSave } = newStatements;
      store = createPostgresStore({ database, cursorSecret: 'secret', afterSave });
    });
    beforeEach(async () => {
      tenantId = await testTenant(database);
    });
    afterEach(() => streams.close());

    const start = (options: object = {}) => {
      streams = createStatementStreams({ database, newStatements, log: silent, ...options });
    };
    const open = async (isAllowed = async () => true) => {
      const body = await streams.open({ tenantId, selection: {}, after: 0, isAllowed });
      if (!body) throw new Error('too many');
      return body;
    };

    it('gives signs of life, and ends once the credential is revoked', async () => {
      start({ heartbeatMs: 20 });
      let beats = 0;
      const body = await open(async () => ++beats < 4);
      let text = '';
      for await (const chunk of body) text += chunk;
      expect(beats).to.equal(4);
      expect(text.match(/^:$/gm)).to.have.lengthOf(4);
    });

    it('limits the streams of a tenant, not those of others', async () => {
      start({ perTenant: 2 });
      const bodies = [await open(), await open()];
      const request = { selection: {}, after: 0, isAllowed: async () => true };
      expect(await streams.open({ tenantId, ...request })).to.equal(undefined);
      const other = await streams.open({ tenantId: uuidv7(), ...request });
      expect(other).to.not.equal(undefined);
      bodies[0]?.destroy();
      (await open()).destroy();
    });

    it('reads no further ahead than its reader takes', async () => {
      start();
      const json = JSON.stringify({ text: 'x'.repeat(10_000) });
      await store.saveStatements(
        tenantId,
        Array.from({ length: 300 }, () => testStatement({ json })),
      );
      const body = await open();
      await new Promise((resolve) => body.once('readable', resolve));
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(body.readableLength).to.be.below(150_000);
      const events = eventsOf(body);
      expect(await take(events, 300)).to.have.lengthOf(300);
    });

    it('skips nothing and doubles nothing while many write', async () => {
      start();
      const events = eventsOf(await open());
      const batches = Array.from({ length: 40 }, (_, i) =>
        Array.from({ length: (i % 5) + 1 }, () => testStatement()),
      );
      const reading = take(events, batches.flat().length);
      await Promise.all(batches.map((batch) => store.saveStatements(tenantId, batch)));
      const seen = await reading;
      const filter = { relatedAgents: false, relatedActivities: false, ascending: true };
      const page = await store.findStatements(tenantId, { ...filter, limit: 1000 });
      expect(idsOf(seen)).to.deep.equal(page.statements.map(({ id }) => id));
    });

    // The embedded database belongs to one process.
    const onServers = process.env.TEST_DATABASE_URL ? it : () => undefined;
    onServers('brings what another process writes to the same database', async () => {
      start();
      const events = eventsOf(await open());
      const elsewhere = createPostgresStore({ database, cursorSecret: 'secret' });
      const statements = [testStatement(), testStatement()];
      await elsewhere.saveStatements(tenantId, statements);
      expect(idsOf(await take(events, 2))).to.deep.equal(statements.map(({ id }) => id));
    });
  });
});
