import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { exportHandler } from './run-export.ts';

describe('a job that exports', () => {
  let hub: TestHub;
  let seed: Seed;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    seed = createSeed(hub);
  });
  after(() => hub.close());

  async function startExport(): Promise<string> {
    const { deckId } = await seed.published();
    return (await seed.call('POST', `/v1/decks/${deckId}/exports`, { format: 'csv' })).id;
  }
  /** One run of the job; `failing` stands for what the storage says. */
  async function run(exportId: string, attempt: number, failing?: Error) {
    const { database, blobs, workFolder, config } = hub.hub;
    const putFile = failing ? () => Promise.reject(failing) : blobs.putFile;
    const { publicUrl } = config;
    const files = { database, workFolder, blobs: { ...blobs, putFile } };
    const handler = exportHandler({ ...files, publicUrl });
    const transact = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(hub.tenantId, work);
    const job = { id: exportId, tenantId: hub.tenantId, kind: handler.kind, attempt };
    const ctx = { signal: new AbortController().signal, progress: async () => undefined };
    await handler.run({ ...job, payload: { exportId } }, { ...ctx, transact, complete: transact });
  }
  const view = async (exportId: string) =>
    (await hub.request('GET', `/v1/exports/${exportId}`)).body;
  const full = new Error('the disk is full');

  it('is tried again when it fails for a reason that may pass', async () => {
    const id = await startExport();
    expect(await run(id, 1, full).catch((error) => error)).to.equal(full);
    expect(await view(id)).to.include({ status: 'queued', error: null });
    await run(id, 2);
    expect(await view(id)).to.include({ status: 'succeeded' });
  });

  it('tells of its failure after the last attempt, and succeeds when it is retried', async () => {
    const id = await startExport();
    expect(await run(id, 3, full).catch((error) => error)).to.equal(full);
    expect(await view(id))
      .to.include({ status: 'failed' })
      .and.have.nested.property('error.code', 'internal_error');
    expect((await hub.request('GET', `/v1/exports/${id}/file`)).body).to.include({
      code: 'export_failed',
    });
    await run(id, 1);
    expect(await view(id)).to.include({ status: 'succeeded', error: null });
    expect((await hub.request('GET', `/v1/exports/${id}/file`)).status).to.equal(200);
  });
});
