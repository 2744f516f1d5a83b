import { expect } from 'chai';
import { startTestHub, type TestHub } from '../src/api/test-hub.ts';

interface Job {
  id: string;
  status: string;
  report: { people: Record<string, number>; plan?: { displayName: string }[] };
}

describe('a table of people', function () {
  this.timeout(60_000);
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub();
  });
  after(() => hub.close());

  const table = 'externalId,displayName,email\n1,Ada,ada@example.org\n2,Bob,bob@example.org\n';

  function send(fields: Record<string, string>, content = table) {
    const body = new FormData();
    body.set('file', new Blob([content]), 'people.csv');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return hub.request('POST', '/v1/imports', { body });
  }
  async function ended(fields: Record<string, string>): Promise<Job> {
    const answer = await send(fields);
    expect(answer.status, answer.text).to.equal(202);
    const { id } = answer.body as Job;
    for (;;) {
      const job = (await hub.request('GET', `/v1/imports/${id}`)).body as Job;
      if (job.status === 'succeeded' || job.status === 'failed') return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const names = async () => {
    const { body } = await hub.request('GET', '/v1/people?limit=200');
    return (body as { data: { displayName: string }[] }).data.map(({ displayName }) => displayName);
  };

  it('is shown as a plan first, and taken over when that is asked for', async () => {
    const before = await names();
    const planned = await ended({ rows: 'people', mode: 'plan' });
    expect(planned.status).to.equal('succeeded');
    expect(planned.report.people).to.include({ new: 2 });
    expect(planned.report.plan?.map(({ displayName }) => displayName)).to.deep.equal([
      'Ada',
      'Bob',
    ]);
    expect(await names()).to.deep.equal(before);
    const applied = await ended({ rows: 'people' });
    expect(applied.report.people).to.include({ new: 2 });
    expect(applied.report.plan).to.equal(undefined);
    expect(await names()).to.include.members(['Ada', 'Bob']);
    expect((await ended({ rows: 'people', mode: 'plan' })).report.people).to.include({
      unchanged: 2,
    });
  });

  it('is planned only as a table of people: cards are refused, and so is any other mode', async () => {
    for (const fields of [{ mode: 'plan' }, { rows: 'cards', mode: 'plan' }, { mode: 'dry' }]) {
      const { status, text } = await send(fields as Record<string, string>);
      expect(status, text).to.equal(400);
      expect(text).to.include('mode');
    }
  });
});
