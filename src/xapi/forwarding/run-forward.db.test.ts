import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { type JobContext, LeaseLostError } from '../../platform/jobs/job.ts';
import { createAttachmentBlobs } from '../attachments/attachment-blobs.ts';
import { answer, startRemoteLrs, type TestRemoteLrs } from '../remote/test-remote-lrs.ts';
import { lrsClient, someStatements } from '../remote/test-statements.ts';
import { forwardHandler } from './run-forward.ts';

describe('a run of a forward', function () {
  this.timeout(30_000);
  let hub: TestHub;
  let other: TestRemoteLrs;

  before(async () => {
    // No workers: the test runs the handler itself.
    hub = await startTestHub({ OUTBOUND_ALLOW: '127.0.0.1', WORKERS: '0' });
    other = await startRemoteLrs();
  });
  after(async () => {
    await other.close();
    await hub.close();
  });

  async function forward(): Promise<string> {
    const { endpoint, key, secret } = other;
    const body = { name: 'Other', endpoint, key, secret };
    const made = await hub.request('POST', '/v1/lrs-forwards', { body });
    return (made.body as { id: string }).id;
  }
  const statusOf = async (id: string) => {
    const { body } = await hub.request('GET', `/v1/lrs-forwards/${id}`);
    return (body as { status: Record<string, unknown> }).status;
  };
  /** @param allowed transactions before the process is taken for dead */
  function run(forwardId: string, allowed = Number.POSITIVE_INFINITY): Promise<void> {
    const { database, blobs, master, outbound } = hub.hub;
    const { tenantId } = hub;
    let left = allowed;
    const ctx: JobContext = {
      signal: new AbortController().signal,
      progress: async () => undefined,
      transact: (work) =>
        database.tenant(tenantId, async (db) => {
          const result = await work(db);
          left -= 1;
          if (left < 0) throw new LeaseLostError('test');
          return result;
        }),
      complete: (work) => database.tenant(tenantId, work),
    };
    const attachments = createAttachmentBlobs({ database, blobs });
    const handler = forwardHandler({ database, master, outbound, attachments });
    const job = { id: '', tenantId, kind: handler.kind, payload: { forwardId }, attempt: 1 };
    return handler.run(job, ctx);
  }

  it('that dies between sending and remembering is made up for by the next', async () => {
    const id = await forward();
    const lrs = await lrsClient(hub);
    const ids = await lrs.store(someStatements(250));
    const error = await run(id, 1).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(LeaseLostError);
    expect(await other.ids()).to.deep.equal(ids.slice(0, 200));
    expect(await statusOf(id)).to.include({ sent: 100, pending: 150 });
    await run(id);
    expect(await other.ids()).to.deep.equal(ids);
    expect(await statusOf(id)).to.include({ sent: 250, pending: 0, lagSeconds: 0 });
  });

  it('to a receiver that takes nothing at all stops, instead of putting everything aside', async () => {
    const id = await forward();
    const lrs = await lrsClient(hub);
    await lrs.store(someStatements(30));
    other.fault = (_, response) => answer(response, 400);
    await run(id);
    other.fault = undefined;
    const status = await statusOf(id);
    expect(status).to.include({ sent: 0, deadLetters: 10, pending: 20, failures: 1 });
    expect(status.lastError).to.match(/^refuses everything: 400/);
  });

  it('that is overtaken by a replay leaves the new place alone', async () => {
    const since = new Date().toISOString();
    const id = await forward();
    const lrs = await lrsClient(hub);
    const ids = await lrs.store(someStatements(3));
    let isReplayed = false;
    other.fault = async () => {
      if (!isReplayed) {
        isReplayed = true;
        await hub.request('POST', `/v1/lrs-forwards/${id}/replays`, { body: { since } });
      }
      return false;
    };
    await run(id);
    other.fault = undefined;
    expect(await statusOf(id)).to.include({ sent: 0, pending: 3 });
    await run(id);
    expect(await statusOf(id)).to.include({ sent: 3, pending: 0 });
    expect((await other.ids()).slice(-3)).to.deep.equal(ids);
  });
});
