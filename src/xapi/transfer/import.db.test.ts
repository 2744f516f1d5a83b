import { Readable } from 'node:stream';
import { expect } from 'chai';
import { startTestHub, type TestHub, type TestTenant } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import {
  aStatement,
  lrsClient,
  someStatements,
  type TestLrsClient,
  verbs,
} from '../remote/test-statements.ts';
import { insertStatementImport } from './import.store.ts';
import { statementImportHandler } from './run-import.ts';
import { emptyReport, type TransferReport } from './transfer-report.ts';

interface ImportView {
  id: string;
  status: string;
  progress: { done: number; total: number; lines: number };
  report: TransferReport;
}

const voided = 'http://adlnet.gov/expapi/verbs/voided';

describe('import of statements', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let tenant: TestTenant;
  let lrs: TestLrsClient;

  before(async () => {
    hub = await startTestHub({ MAX_UPLOAD_MB: '1' });
  });
  beforeEach(async () => {
    tenant = await hub.tenant();
    lrs = await lrsClient(hub, tenant);
  });
  after(() => hub.close());

  const send = (body: string, query = '', type = 'application/x-ndjson') =>
    hub.request('POST', `/v1/statements/imports${query}`, {
      ...{ key: tenant.key, body },
      headers: { 'Content-Type': type },
    });
  async function bring(text: string, query = ''): Promise<ImportView> {
    const started = await send(text, query);
    expect(started.status, started.text).to.equal(202);
    const { id } = started.body as ImportView;
    return until('the import ends', async () => {
      const { key } = tenant;
      const found = await hub.request('GET', `/v1/statements/imports/${id}`, { key });
      const view = found.body as ImportView;
      return ['succeeded', 'failed'].includes(view.status) && view;
    });
  }
  const linesOf = (statements: readonly unknown[]): string =>
    statements.map((statement) => `${JSON.stringify(statement)}\n`).join('');

  it('takes over what another LRS exported, with ids, times and authority; again it changes nothing', async () => {
    const source = await hub.tenant();
    const ids = await (await lrsClient(hub, source)).store(someStatements(450));
    const { key } = source;
    const { text } = await hub.request('GET', '/v1/statements/export', { key });
    const first = await bring(text);
    expect(first).to.deep.include({ status: 'succeeded' });
    expect(first.report).to.deep.equal({ ...emptyReport(), new: 450 });
    expect(first.progress).to.deep.equal({
      ...{ done: Buffer.byteLength(text), total: Buffer.byteLength(text), lines: 450 },
    });
    const before = JSON.parse(text.slice(0, text.indexOf('\n')));
    const after = await lrs.find(ids[0] ?? '');
    expect({ ...after, stored: '' }).to.deep.equal({ ...before, stored: '' });
    expect(Date.parse(after?.stored ?? '')).to.be.above(Date.parse(before.stored));
    const again = await bring(text);
    expect(again.report).to.deep.equal({ ...emptyReport(), unchanged: 450 });
    const back = await hub.request('GET', '/v1/statements/export', { key: tenant.key });
    expect(back.text.match(/^/gm)).to.have.lengthOf(451);
  });

  it('tells of each bad line why, and stores the others', async () => {
    const [there, voiding] = [aStatement(), aStatement()];
    const target = { objectType: 'StatementRef' as const, id: there.id };
    await lrs.store([there, aStatement({ ...voiding, verb: { id: voided }, object: target })]);
    const good = aStatement();
    const { report, status } = await bring(
      [
        JSON.stringify(good),
        'not json',
        JSON.stringify(aStatement({ actor: { mbox: 'ada@example.com' } })),
        '',
        JSON.stringify({ ...there, verb: { id: verbs.failed } }),
        JSON.stringify(aStatement({ verb: { id: voided }, object: { ...target, id: voiding.id } })),
        '"text"',
      ].join('\n'),
    );
    expect(status).to.equal('succeeded');
    expect(report).to.include({ new: 1, unchanged: 0, failed: 5 });
    const reasons = new Map(report.problems.map(({ at, reason }) => [at, reason]));
    expect(reasons.get('line 2')).to.match(/^not JSON/);
    expect(reasons.get('line 3')).to.match(/^\/actor\/mbox/);
    expect(reasons.get('line 5')).to.match(/Another statement has the id/);
    expect(reasons.get('line 6')).to.match(/voiding statement/);
    expect([...reasons.keys()]).to.have.members(['line 2', 'line 3', 'line 5', 'line 6', 'line 7']);
    expect(await lrs.find(good.id)).to.not.equal(undefined);
  });

  it('finds statements without an id again', async () => {
    const { id: _, ...nameless } = aStatement();
    const text = `\uFEFF${JSON.stringify(nameless)}\r\n`;
    expect((await bring(text)).report).to.include({ new: 1, failed: 0 });
    expect((await bring(text)).report).to.include({ new: 0, unchanged: 1 });
  });

  it('makes "stored" the timestamp of a statement that has none', async () => {
    const { timestamp: _, ...statement } = aStatement();
    await bring(linesOf([{ ...statement, stored: '2020-02-03T04:05:06.789Z' }]));
    expect(await lrs.find(statement.id)).to.include({ timestamp: '2020-02-03T04:05:06.789Z' });
  });

  it('vouches for the statements itself when asked to', async () => {
    const authority = { objectType: 'Agent' as const, mbox: 'mailto:other@example.com' };
    const [kept, replaced] = [aStatement({ authority }), aStatement({ authority })];
    await bring(linesOf([kept]));
    await bring(linesOf([replaced]), '?authority=replace');
    expect((await lrs.find(kept.id))?.authority).to.deep.equal(authority);
    const account = (await lrs.find(replaced.id))?.authority?.account;
    expect(account?.name).to.match(/^statement-import:/);
  });

  it('refuses a file that is too large, and what is no file', async () => {
    expect((await send('x'.repeat(2 ** 20 + 1))).status).to.equal(413);
    expect((await send('{}', '', 'text/plain')).status).to.equal(400);
    const form = new FormData();
    form.set('file', new Blob(['x'.repeat(2 ** 20 + 1)]), 'large.jsonl');
    const path = '/v1/statements/imports';
    const { key } = tenant;
    expect((await hub.request('POST', path, { key, body: form })).status).to.equal(413);
    const empty = new FormData();
    empty.set('name', 'x');
    expect((await hub.request('POST', path, { key, body: empty })).status).to.equal(400);
  });

  it('goes on after a crash where it was, and counts nothing twice', async () => {
    const { database, blobs, lrsStore, config } = hub.hub;
    const { tenantId } = tenant;
    const id = uuidv7();
    const text = linesOf(someStatements(500));
    const stored = await blobs.put({ tenantId, jobId: id }, Readable.from([Buffer.from(text)]));
    await database.tenant(tenantId, (db) =>
      insertStatementImport(db, {
        ...{ ...stored, id, fileName: 'x', keepAuthority: true, createdBy: 'test' },
        report: emptyReport(),
      }),
    );
    const ctx: JobContext = {
      signal: new AbortController().signal,
      progress: async () => undefined,
      transact: (work) => database.tenant(tenantId, work),
      complete: (work) => database.tenant(tenantId, work),
    };
    const job = { id, tenantId, kind: '', payload: { importId: id }, attempt: 1 };
    let appended = 0;
    const crashing = {
      ...lrsStore,
      append: async (...args: Parameters<typeof lrsStore.append>) => {
        await lrsStore.append(...args);
        appended += 1;
        if (appended === 2) throw new Error('killed');
      },
    };
    const first = statementImportHandler({ database, blobs, config, lrsStore: crashing });
    const killed = await first.run(job, ctx).catch((error: Error) => error.message);
    expect(killed).to.equal('killed');
    const again = statementImportHandler({ database, blobs, config, lrsStore });
    await again.run({ ...job, attempt: 2 }, ctx);
    const { key } = tenant;
    const found = await hub.request('GET', `/v1/statements/imports/${id}`, { key });
    expect((found.body as ImportView).report).to.deep.equal({ ...emptyReport(), new: 500 });
    expect(await blobs.stat({ tenantId, jobId: id }, stored.sha256).catch(() => 'gone')).to.equal(
      'gone',
    );
  });
});
