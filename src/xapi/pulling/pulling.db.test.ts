import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { startTestHub, type TestHub, type TestTenant } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { answer, startRemoteLrs, type TestRemoteLrs } from '../remote/test-remote-lrs.ts';
import {
  aStatement,
  type GivenStatement,
  lrsClient,
  someStatements,
  type TestLrsClient,
  verbs,
} from '../remote/test-statements.ts';
import type { TransferReport } from '../transfer/transfer-report.ts';

interface PullView {
  id: string;
  status: {
    state: string;
    since: string | null;
    report: TransferReport;
    failures: number;
    lastError: string | null;
  };
}

describe('pulling from another LRS', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let tenant: TestTenant;
  let lrs: TestLrsClient;
  let other: TestRemoteLrs;

  before(async () => {
    hub = await startTestHub({ OUTBOUND_ALLOW: '127.0.0.1' });
  });
  after(() => hub.close());
  beforeEach(async () => {
    tenant = await hub.tenant();
    lrs = await lrsClient(hub, tenant);
    other = await startRemoteLrs();
  });
  afterEach(() => other.close());

  const call = (method: string, path: string, body?: unknown) =>
    hub.request(method, path, { key: tenant.key, body });
  async function pull(about: object = {}): Promise<string> {
    const { endpoint, key, secret } = other;
    const body = { name: 'Other', endpoint, key, secret, ...about };
    const made = await call('POST', '/v1/lrs-pulls', body);
    expect(made.status, made.text).to.equal(201);
    expect(made.text).not.to.include(secret);
    return (made.body as PullView).id;
  }
  const view = async (id: string) => (await call('GET', `/v1/lrs-pulls/${id}`)).body as PullView;
  const reaches = (id: string, check: (status: PullView['status']) => boolean) =>
    until('the pull gets there', async () => {
      const { status } = await view(id);
      return check(status) && status;
    });
  async function run(id: string): Promise<TransferReport> {
    const started = await call('POST', `/v1/lrs-pulls/${id}/runs`);
    expect(started.status, started.text).to.equal(202);
    return (await reaches(id, ({ state }) => state === 'idle')).report;
  }
  async function give(statements: readonly GivenStatement[]): Promise<string[]> {
    const basic = Buffer.from(`${other.key}:${other.secret}`).toString('base64');
    for (let i = 0; i < statements.length; i += 100) {
      const response = await fetch(`${other.endpoint}/statements`, {
        method: 'POST',
        body: JSON.stringify(statements.slice(i, i + 100)),
        headers: {
          Authorization: `Basic ${basic}`,
          'X-Experience-API-Version': '2.0.0',
          'Content-Type': 'application/json',
        },
      });
      if (!response.ok) throw new Error(await response.text());
    }
    return statements.map(({ id }) => id);
  }
  async function here(): Promise<string[]> {
    const { text: lines } = await call('GET', '/v1/statements/export');
    return lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).id);
  }
  const counts = ({ problems: _, ...rest }: TransferReport) => rest;

  it('takes everything over, page by page, and afterwards only what is new', async () => {
    const ids = await give(someStatements(450));
    const id = await pull();
    expect(counts(await run(id))).to.deep.equal({ new: 450, unchanged: 0, failed: 0 });
    expect((await here()).sort()).to.deep.equal(ids.sort());
    const pages = other.requests.filter(({ method }) => method === 'GET');
    expect(pages).to.have.lengthOf(3);
    const more = await give(someStatements(3));
    expect(counts(await run(id))).to.deep.equal({ new: 3, unchanged: 0, failed: 0 });
    expect(await here()).to.include.members(more);
    expect(counts(await run(id))).to.deep.equal({ new: 0, unchanged: 0, failed: 0 });
  });

  it('keeps who vouched for a statement, or vouches itself', async () => {
    const [first = ''] = await give([aStatement()]);
    await run(await pull());
    const homePage = 'https://other.example';
    expect((await lrs.find(first))?.authority?.account).to.deep.equal({ homePage, name: 'app' });
    const [second = ''] = await give([aStatement()]);
    const id = await pull({ authority: 'replace' });
    await run(id);
    expect((await lrs.find(second))?.authority?.account?.name).to.equal(`lrs-pull:${id}`);
  });

  it('asks for what its filter and its beginning name', async () => {
    await give(someStatements(2, { verb: { id: verbs.failed } }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const wanted = await give(someStatements(2, { verb: { id: verbs.failed } }));
    await give(someStatements(2));
    await run(await pull({ since, filter: { verb: verbs.failed } }));
    expect((await here()).sort()).to.deep.equal(wanted.sort());
  });

  it('goes on with the page that failed, without taking those before again', async () => {
    const ids = await give(someStatements(450));
    let pages = 0;
    other.fault = (_, response) => {
      pages += 1;
      return pages === 2 && answer(response, 503);
    };
    const id = await pull();
    await call('POST', `/v1/lrs-pulls/${id}/runs`);
    await reaches(id, ({ failures }) => failures === 1);
    expect(await here()).to.have.lengthOf(200);
    const { report } = await reaches(id, ({ state }) => state === 'idle');
    expect(counts(report)).to.deep.equal({ new: 450, unchanged: 0, failed: 0 });
    expect((await here()).sort()).to.deep.equal(ids.sort());
  });

  it('begins again from what it has when the other LRS has forgotten a page', async () => {
    const ids = await give(someStatements(450));
    let isForgotten = false;
    other.fault = (request, response) => {
      if (isForgotten || !request.url?.includes('/more')) return false;
      isForgotten = true;
      return answer(response, 404);
    };
    const report = await run(await pull());
    expect(report.failed).to.equal(0);
    expect((await here()).sort()).to.deep.equal(ids.sort());
  });

  it('asks again for what the other LRS had not told everything of', async () => {
    const ids = await give(someStatements(3));
    const through = '2026-01-01T00:00:00.000Z';
    other.fault = (_, response) => {
      response.setHeader('X-Experience-API-Consistent-Through', through);
      const set = response.setHeader.bind(response);
      response.setHeader = (name, value) =>
        /consistent-through/i.test(name) ? response : set(name, value);
      return false;
    };
    const id = await pull();
    expect(await run(id)).to.include({ new: 3 });
    expect((await view(id)).status.since).to.equal(through);
    expect(await run(id)).to.include({ new: 0, unchanged: 3 });
    expect((await here()).sort()).to.deep.equal(ids.sort());
  });

  it('takes attachments along', async () => {
    const content = Buffer.from('%PDF a certificate');
    const sha2 = createHash('sha256').update(content).digest('hex');
    const statement = aStatement({
      attachments: [
        {
          usageType: 'http://example.com/certificate',
          display: { en: 'Certificate' },
          contentType: 'application/pdf',
          length: content.length,
          sha2,
        },
      ],
    });
    const boundary = uuidv7();
    const parts = [
      `--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(statement)}\r\n`,
      `--${boundary}\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n`,
      `X-Experience-API-Hash: ${sha2}\r\n\r\n${content}\r\n--${boundary}--\r\n`,
    ];
    const given = await fetch(`${other.endpoint}/statements`, {
      method: 'POST',
      body: parts.join(''),
      headers: {
        Authorization: `Basic ${Buffer.from(`${other.key}:${other.secret}`).toString('base64')}`,
        'X-Experience-API-Version': '2.0.0',
        'Content-Type': `multipart/mixed; boundary=${boundary}`,
      },
    });
    expect(given.status, await given.clone().text()).to.equal(200);
    expect(await run(await pull())).to.include({ new: 1 });
    const shown = await lrs.send('GET', `/statements?statementId=${statement.id}&attachments=true`);
    expect(await shown.text()).to.include('%PDF a certificate');
  });

  it('tells which statements it could not take, and why', async () => {
    const [clash, fine] = [aStatement(), aStatement()];
    await lrs.store([{ ...clash, verb: { id: verbs.failed } }]);
    await give([clash, fine]);
    const report = await run(await pull());
    expect(report).to.include({ new: 1, failed: 1 });
    expect(report.problems[0]?.at).to.equal(clash.id);
  });

  for (const [what, body] of [
    ['something else than JSON', '<html></html>'],
    ['something else than statements', '{"a":1}'],
    ['a next page on another host', '{"statements":[],"more":"https://evil.example/more"}'],
  ] as const) {
    it(`stores nothing and tells of it when the other side answers ${what}`, async () => {
      const seen: unknown[] = [];
      other.fault = (_, response) => {
        seen.push(response);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
        return true;
      };
      const id = await pull();
      await call('POST', `/v1/lrs-pulls/${id}/runs`);
      const { lastError, state } = await reaches(id, ({ failures }) => failures > 0);
      expect(state).to.equal('retrying');
      expect(lastError).to.match(/else than|another host/);
      await call('PATCH', `/v1/lrs-pulls/${id}`, { enabled: false });
      expect(await here()).to.have.lengthOf(0);
    });
  }

  it('tells its login to no other endpoint', async () => {
    const id = await pull({ enabled: false });
    const endpoint = 'https://elsewhere.example/xapi';
    const moved = await call('PATCH', `/v1/lrs-pulls/${id}`, { endpoint });
    expect(moved.status).to.equal(422);
    const again = { endpoint, key: 'k', secret: 's' };
    expect((await call('PATCH', `/v1/lrs-pulls/${id}`, again)).status).to.equal(200);
  });

  it('runs no pull that is paused', async () => {
    const id = await pull({ enabled: false });
    expect((await call('POST', `/v1/lrs-pulls/${id}/runs`)).status).to.equal(409);
  });

  it('runs by itself every so many minutes', async () => {
    const id = await pull({ intervalMinutes: 5 });
    const manual = await pull();
    const due = () =>
      hub.hub.database.lookup
        .query<{ id: string }>('select id from list_due_lrs_transfers()')
        .then(({ rows }) => rows.map((row) => row.id));
    expect(await due()).to.include(id);
    expect(await due()).not.to.include(manual);
    await run(id);
    expect(await due()).not.to.include(id);
  });
});
