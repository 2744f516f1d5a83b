import { Readable } from 'node:stream';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../api/test-hub.ts';
import { createSeed, type Seed } from '../api/test-seed.ts';
import { BlobError, type BlobOwner } from '../platform/blobs/blobs.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { getJob } from '../platform/jobs/job.store.ts';
import { until } from '../platform/jobs/testing/until.ts';
import { filesPruneSchedule } from './kept-files.ts';

describe('files of imports and exports', () => {
  let hub: TestHub;
  let seed: Seed;

  before(async () => {
    hub = await startTestHub();
    seed = createSeed(hub);
  });
  after(() => hub.close());

  /** As if the job had finished that long ago; null: as if it still ran. */
  const finished = (table: 'import_job' | 'export_job', id: string, days: number | null) =>
    hub.hub.database.tenant(hub.tenantId, async (db) => {
      const { rows } = await db.query<{ sha256: string }>(
        `update ${table} set finished_at = now() - make_interval(hours => $3),
           status = case when $3 is null then 'running' else status end
         where tenant_id = $1 and id = $2 returning file_hash as sha256`,
        [db.tenantId, id, days === null ? null : Math.round(days * 24)],
      );
      return rows[0]?.sha256 ?? '';
    });
  const prune = async () => {
    if (!('everyTenant' in filesPruneSchedule)) throw new Error('not a job');
    const request = filesPruneSchedule.everyTenant;
    const { id } = await hub.hub.database.tenant(hub.tenantId, (db) => enqueue(db, request));
    await until('pruned', async () => {
      const job = await hub.hub.database.read(hub.tenantId, (db) => getJob(db, id));
      if (job?.lastError) throw new Error(job.lastError);
      return job?.state === 'succeeded';
    });
  };
  const isKept = (owner: BlobOwner, sha256: string) =>
    hub.hub.blobs.stat(owner, sha256).then(
      () => true,
      (error) => {
        if (error instanceof BlobError && error.code === 'not_found') return false;
        throw error;
      },
    );
  const ofJob = (jobId: string) => ({ tenantId: hub.tenantId, jobId });

  it('are deleted seven days after the import has finished, and not before', async () => {
    const [old, recent] = [await seed.imported(), await seed.imported()];
    const sha256 = await finished('import_job', old, 7.1);
    await finished('import_job', recent, 6.9);
    await prune();
    expect(await isKept(ofJob(old), sha256)).to.equal(false);
    expect(await isKept(ofJob(recent), sha256)).to.equal(true);
    expect((await hub.request('GET', `/v1/imports/${old}`)).body).to.include({
      status: 'succeeded',
    });
  });

  it('stay while their import is under way, whatever its age', async () => {
    const id = await seed.imported();
    const sha256 = await finished('import_job', id, null);
    await prune();
    expect(await isKept(ofJob(id), sha256)).to.equal(true);
  });

  it('take nothing with them that is the same: media, or an upload that arrives meanwhile', async () => {
    const old = await seed.imported();
    const sha256 = await finished('import_job', old, 8);
    const content = Buffer.from('front,back\nPeru,Lima\n');
    const media = await hub.hub.blobs.put(hub.tenantId, Readable.from([content]));
    expect(media.sha256).to.equal(sha256);
    const [again] = await Promise.all([seed.imported(), prune()]);
    expect(await isKept(ofJob(old), sha256)).to.equal(false);
    expect(await isKept(hub.tenantId, sha256)).to.equal(true);
    expect(await isKept(ofJob(again), sha256)).to.equal(true);
  });

  it('can be downloaded for seven days after the export; then 410, and they are deleted', async () => {
    const [old, recent] = [await seed.exported(), await seed.exported()];
    const sha256 = await finished('export_job', old, 7.1);
    await finished('export_job', recent, 6.9);
    const file = (id: string) => hub.request('GET', `/v1/exports/${id}/file`);
    for (const step of [async () => undefined, prune, prune]) {
      await step();
      const expired = await file(old);
      expect(expired.status).to.equal(410);
      expect(expired.body).to.include({ code: 'file_expired' });
      expect((await file(recent)).status).to.equal(200);
    }
    expect(await isKept(ofJob(old), sha256)).to.equal(false);
  });
});
