import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { startTestHub, type TestHub, type TestTenant } from '../src/api/test-hub.ts';

interface Job {
  id: string;
  status: string;
  report: Record<string, Record<string, number>>;
  fileName: string;
}

const geography = new URL('../../shared/inputs/anki/geography-legacy.apkg', import.meta.url);

describe('exports', function () {
  this.timeout(90_000);
  let hub: TestHub;
  let deckId: string;

  async function ended(path: string, key: string): Promise<Job> {
    for (;;) {
      const job = (await hub.request('GET', path, { key })).body as Job;
      if (job.status === 'succeeded' || job.status === 'failed') return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  async function bring(content: Uint8Array<ArrayBuffer>, name: string, key: string): Promise<Job> {
    const body = new FormData();
    body.set('file', new Blob([content]), name);
    const { id } = (await hub.request('POST', '/v1/imports', { key, body })).body as Job;
    return ended(`/v1/imports/${id}`, key);
  }
  async function take(format: string, options: object = {}): Promise<Uint8Array<ArrayBuffer>> {
    const body = { format, options };
    const { id } = (await hub.request('POST', `/v1/decks/${deckId}/exports`, { body })).body as Job;
    const job = await ended(`/v1/exports/${id}`, hub.key);
    expect(job.status).to.equal('succeeded');
    const response = await fetch(`${hub.url}/v1/exports/${id}/file`, {
      headers: { Authorization: `Bearer ${hub.key}` },
    });
    expect(response.headers.get('content-disposition')).to.include(`filename="${job.fileName}"`);
    return new Uint8Array(await response.arrayBuffer());
  }
  const studied = (tenant: TestTenant) =>
    hub.hub.database.read(tenant.tenantId, async (db) => {
      const { rows } = await db.query(
        `select a.guid, p.ord, m.stability, m.difficulty, m.due, m.reps, m.lapses, m.last_review,
           coalesce(k.suspended, false) as suspended,
           (select count(*) from review_log l where l.tenant_id = $1 and l.prompt_id = p.id and l.kind <> 'anchor') as reviews
         from prompt p join atom a on a.tenant_id = $1 and a.id = p.atom_id
           left join memory_state m on m.tenant_id = $1 and m.prompt_id = p.id
           left join prompt_mark k on k.tenant_id = $1 and k.prompt_id = p.id
         where p.tenant_id = $1 order by a.guid, p.ord`,
        [tenant.tenantId],
      );
      return rows;
    });

  before(async () => {
    hub = await startTestHub();
    await bring(new Uint8Array(await readFile(geography)), 'geography.apkg', hub.key);
    const decks = await hub.request('GET', '/v1/decks?parent=none');
    deckId = (decks.body as { data: { id: string }[] }).data[0]?.id ?? '';
  });
  after(() => hub?.close());

  it('an Anki package brings guids, cards, media and the schedule to another hub', async () => {
    const file = await take('apkg', { personId: hub.personId });
    const other = await hub.tenant();
    const { report } = await bring(file, 'x.apkg', other.key);
    expect(report.notes).to.include({ new: 223, failed: 0 });
    expect(report.cards).to.include({ new: 450 });
    expect(report.reviews).to.include({ new: 1861 });
    expect(report.media).to.include({ new: 2 });
    expect(await studied(other)).to.deep.equal(await studied(hub));
  });

  it('without a person no schedule goes along', async () => {
    const other = await hub.tenant();
    const { report } = await bring(await take('apkg'), 'x.apkg', other.key);
    expect(report.notes).to.include({ new: 223 });
    expect(report.reviews).to.include({ new: 0 });
  });

  it('a deck document brings everything but history to another hub', async () => {
    const other = await hub.tenant();
    const { report } = await bring(await take('json'), 'x.json', other.key);
    expect(report.decks).to.include({ new: 15 });
    expect(report.cards).to.include({ new: 450, failed: 0 });
    expect(report.media).to.include({ new: 2 });
  });

  it('a spreadsheet comes back with as many notes, and again changes nothing', async () => {
    const other = await hub.tenant();
    const file = await take('csv');
    expect((await bring(file, 'x.csv', other.key)).report.notes).to.include({
      new: 223,
      failed: 0,
    });
    expect((await bring(file, 'x.csv', other.key)).report.notes).to.include({
      new: 0,
      unchanged: 223,
    });
  });

  it('the same revision makes the same SCORM package, byte for byte', async () => {
    const [first, second] = [await take('scorm12'), await take('scorm12')];
    expect(Buffer.compare(first, second)).to.equal(0);
  });

  it('a deck without anything published is refused with a reason', async () => {
    const empty = await hub.request('POST', '/v1/decks', { body: { title: 'Empty' } });
    const { id } = empty.body as { id: string };
    const started = await hub.request('POST', `/v1/decks/${id}/exports`, {
      body: { format: 'csv' },
    });
    const job = await ended(`/v1/exports/${(started.body as Job).id}`, hub.key);
    expect(job).to.include({ status: 'failed' });
    expect(job).to.have.nested.property('error.code', 'not_published');
  });
});
