import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { declareSchedule } from '../../platform/jobs/schedules/schedule.store.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { answer, startRemoteLrs, type TestRemoteLrs } from '../remote/test-remote-lrs.ts';
import {
  aStatement,
  lrsClient,
  someStatements,
  type TestLrsClient,
  verbs,
} from '../remote/test-statements.ts';
import { transferSchedule } from './transfer-schedule.ts';

interface ForwardView {
  id: string;
  name: string;
  status: {
    state: string;
    pending: number;
    lagSeconds: number;
    sent: number;
    deadLetters: number;
    failures: number;
    lastError: string | null;
  };
}

describe('forwarding to another LRS', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let lrs: TestLrsClient;
  let other: TestRemoteLrs;
  let forwards: string[] = [];

  before(async () => {
    hub = await startTestHub({ OUTBOUND_ALLOW: '127.0.0.1' });
    lrs = await lrsClient(hub);
  });
  after(() => hub.close());
  beforeEach(async () => {
    other = await startRemoteLrs();
  });
  afterEach(async () => {
    for (const id of forwards) await hub.request('DELETE', `/v1/lrs-forwards/${id}`);
    forwards = [];
    await other.close();
  });

  async function forward(about: object = {}): Promise<string> {
    const { endpoint, key, secret } = other;
    const made = await hub.request('POST', '/v1/lrs-forwards', {
      body: { name: 'Other', endpoint, key, secret, ...about },
    });
    expect(made.status, made.text).to.equal(201);
    expect(made.text).not.to.include(secret);
    const { id } = made.body as ForwardView;
    forwards.push(id);
    return id;
  }
  async function view(id: string): Promise<ForwardView> {
    return (await hub.request('GET', `/v1/lrs-forwards/${id}`)).body as ForwardView;
  }
  const reaches = (id: string, check: (status: ForwardView['status']) => boolean) =>
    until('the forward gets there', async () => {
      const { status } = await view(id);
      return check(status) && status;
    });
  const change = (id: string, body: object) =>
    hub.request('PATCH', `/v1/lrs-forwards/${id}`, { body });
  const arrived = (ids: string[]) =>
    until('statements arrive', async () => {
      const there = new Set(await other.ids());
      return ids.every((id) => there.has(id));
    });

  it('sends what is stored from now on, in order, with the same ids', async () => {
    await lrs.store(someStatements(3));
    const id = await forward();
    const ids = await lrs.store(someStatements(120));
    await arrived(ids);
    expect(await other.ids()).to.deep.equal(ids);
    const status = await reaches(id, ({ sent }) => sent === 120);
    expect(status).to.deep.include({ state: 'idle', pending: 0, lagSeconds: 0, deadLetters: 0 });
  });

  it('is woken at once by a new statement', async () => {
    const { lookup } = hub.hub.database;
    const schedule = transferSchedule(hub.hub.database);
    // So that nobody else looks for what there is to send.
    await declareSchedule(lookup, { ...schedule, cron: '0 0 1 1 *', next: new Date('2100-01-01') });
    try {
      await forward();
      await arrived(await lrs.store(someStatements(1)));
    } finally {
      await declareSchedule(lookup, { ...schedule, next: new Date() });
    }
  });

  it('sends what was stored before, when asked to, and again by a replay', async () => {
    const since = new Date().toISOString();
    const ids = await lrs.store(someStatements(5));
    const id = await forward({ since });
    await arrived(ids);
    await reaches(id, ({ sent }) => sent === 5);
    await hub.request('POST', `/v1/lrs-forwards/${id}/replays`, { body: { since } });
    await reaches(id, ({ sent }) => sent === 10);
    expect(await other.ids()).to.deep.equal(ids);
  });

  it('sends only what its filter names', async () => {
    const id = await forward({
      filter: { verbs: [verbs.failed], agents: [{ mbox: 'mailto:bo@example.com' }] },
    });
    const wanted = aStatement({
      verb: { id: verbs.failed },
      actor: { mbox: 'mailto:bo@example.com' },
    });
    await lrs.store([
      ...someStatements(3, { verb: { id: verbs.failed } }),
      wanted,
      ...someStatements(3, { actor: { mbox: 'mailto:bo@example.com' } }),
    ]);
    await arrived([wanted.id]);
    const status = await reaches(id, ({ pending }) => pending === 0);
    expect(status.sent).to.equal(1);
    expect(await other.ids()).to.deep.equal([wanted.id]);
  });

  it('puts aside what the other LRS refuses, with its reason, and sends the rest', async () => {
    const statements = someStatements(9);
    const bad = statements[5] ?? aStatement();
    const clash = statements[7] ?? aStatement();
    const body = JSON.stringify(aStatement({ ...clash, verb: { id: verbs.failed } }));
    await post(`/statements?statementId=${clash.id}`, 'PUT', body);
    other.fault = async (request, response) => {
      const sent = await text(request);
      if (!sent.includes(bad.id)) {
        // The body is read: what it says goes on to the LRS by another request.
        const passed = await post('/statements', 'POST', sent);
        response.writeHead(passed.status).end(await passed.text());
        return true;
      }
      return answer(response, 400);
    };
    const id = await forward();
    await lrs.store(statements);
    await reaches(id, ({ sent }) => sent === 7);
    const listed = await hub.request('GET', `/v1/lrs-forwards/${id}/dead-letters`);
    const letters = (listed.body as { data: { statementId: string; reason: string }[] }).data;
    expect(letters.map(({ statementId }) => statementId)).to.deep.equal([bad.id, clash.id]);
    expect(letters[0]?.reason).to.match(/^400 .*of the test/);
    expect(letters[1]?.reason).to.match(/^409 /);

    other.fault = undefined;
    await hub.request('POST', `/v1/lrs-forwards/${id}/dead-letters/retry`, { body: {} });
    await reaches(id, ({ deadLetters, sent }) => deadLetters === 1 && sent === 7);
    await arrived([bad.id]);
  });

  /** Past the fault. */
  function post(path: string, method: string, body: string): Promise<Response> {
    const { fault } = other;
    other.fault = undefined;
    const basic = Buffer.from(`${other.key}:${other.secret}`).toString('base64');
    const headers = {
      Authorization: `Basic ${basic}`,
      'X-Experience-API-Version': '2.0.0',
      'Content-Type': 'application/json',
    };
    return fetch(other.endpoint + path, { method, body, headers }).finally(() => {
      other.fault = fault;
    });
  }

  for (const [what, status] of [
    ['fails', 500],
    ['asks for patience', 429],
    ['does not know the hub', 401],
  ] as const) {
    it(`tries again, and loses nothing, when the other LRS ${what} (${status})`, async () => {
      let faults = 0;
      other.fault = (_, response) =>
        faults++ < 2 && answer(response, status, { 'Retry-After': '0' });
      const id = await forward();
      const ids = await lrs.store(someStatements(3));
      const failing = await reaches(id, ({ failures }) => failures > 0);
      expect(failing).to.include({ state: 'retrying', deadLetters: 0 });
      expect(failing.lastError).to.match(new RegExp(`^${status}`));
      await arrived(ids);
      expect(await reaches(id, ({ failures }) => failures === 0)).to.include({ lastError: null });
      expect(await other.ids()).to.deep.equal(ids);
    });
  }

  it('waits as Retry-After says, and no longer once it is changed', async () => {
    other.fault = (_, response) => answer(response, 503, { 'Retry-After': '3600' });
    const id = await forward();
    const ids = await lrs.store(someStatements(1));
    await reaches(id, ({ failures }) => failures === 1);
    other.fault = undefined;
    const seen = other.requests.length;
    ids.push(...(await lrs.store(someStatements(1))));
    expect(other.requests).to.have.lengthOf(seen);
    await change(id, { name: 'Again' });
    await arrived(ids);
  });

  it('sends again with the same ids what was taken before a crash could remember it', async () => {
    let isCut = false;
    other.fault = async (request, response) => {
      if (isCut) return false;
      isCut = true;
      const passed = await post('/statements', 'POST', await text(request));
      expect(passed.status).to.equal(200);
      response.destroy();
      return true;
    };
    const id = await forward();
    const ids = await lrs.store(someStatements(4));
    await reaches(id, ({ sent }) => sent === 4);
    expect(await other.ids()).to.deep.equal(ids);
    expect(other.requests.filter(({ method }) => method === 'POST')).to.have.length.above(1);
  });

  it('waits while it is paused, and goes on where it was', async () => {
    const id = await forward({ enabled: false });
    const ids = await lrs.store(someStatements(2));
    expect(await reaches(id, ({ pending }) => pending === 2)).to.include({ state: 'paused' });
    expect(other.requests).to.have.lengthOf(0);
    await change(id, { enabled: true });
    await arrived(ids);
  });

  it('takes attachments along', async () => {
    const content = Buffer.from('%PDF a certificate');
    const sha2 = createHash('sha256').update(content).digest('hex');
    const certificate = {
      usageType: 'http://example.com/certificate',
      display: { en: 'Certificate' },
      contentType: 'application/pdf',
      length: content.length,
      sha2,
    };
    const statement = aStatement({ attachments: [certificate] });
    await forward();
    const boundary = uuidv7();
    const parts = [
      `--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(statement)}\r\n`,
      `--${boundary}\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n`,
      `X-Experience-API-Hash: ${sha2}\r\n\r\n${content}\r\n--${boundary}--\r\n`,
    ];
    const stored = await lrs.send('POST', '/statements', {
      body: parts.join(''),
      headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}` },
    });
    expect(stored.status, await stored.clone().text()).to.equal(200);
    await arrived([statement.id]);
    const found = await other.attachments.get('other', sha2);
    expect(found && (await text(found))).to.equal(content.toString());
  });

  it('speaks 1.0.3 where it is asked to, and leaves out versions of 2.0', async () => {
    await forward({ version: '1.0.3' });
    const ids = await lrs.store([aStatement({ version: '2.0.0' })]);
    await arrived(ids);
    const [id = ''] = ids;
    const found = JSON.parse((await other.store.findStatement('other', id))?.json ?? '{}');
    expect(found.version).to.equal('1.0.0');
    expect(found.timestamp).to.equal('2026-03-04T05:06:07.000Z');
  });

  it('reaches no private address that is not allowed', async () => {
    const id = await forward({ endpoint: 'https://10.0.0.1/xapi' });
    await lrs.store(someStatements(1));
    const { lastError } = await reaches(id, ({ failures }) => failures > 0);
    expect(lastError).to.match(/not on the public internet/);
  });

  it('tells its login to no other endpoint', async () => {
    const id = await forward({ enabled: false });
    const endpoint = 'https://elsewhere.example/xapi';
    const moved = await change(id, { endpoint });
    expect(moved.status).to.equal(422);
    expect(moved.body).to.include({ code: 'secret_required' });
    expect((await change(id, { endpoint, key: 'k', secret: 's' })).status).to.equal(200);
    expect((await change(id, { endpoint, name: 'the same address' })).status).to.equal(200);
  });

  it('refuses endpoints that carry a login, filters without an agent, and halves of a login', async () => {
    for (const [method, body] of [
      ['POST', { endpoint: 'https://a:b@example.com/xapi' }],
      ['POST', { endpoint: 'ftp://example.com/' }],
      ['POST', { filter: { agents: [{ name: 'Nobody' }] } }],
      ['PATCH', { secret: 'without its key' }],
    ] as const) {
      const id = method === 'PATCH' ? await forward() : '';
      const base = { name: 'x', endpoint: 'https://example.com/xapi', key: 'k', secret: 's' };
      const refused = await hub.request(method, `/v1/lrs-forwards${id && `/${id}`}`, {
        body: method === 'POST' ? { ...base, ...body } : body,
      });
      expect(refused.status, JSON.stringify(body)).to.equal(422);
    }
  });
});
