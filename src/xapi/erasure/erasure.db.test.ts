import { createHash } from 'node:crypto';
import { checkStatement, prepareStatement, type Statement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { rebuildAnalytics } from '../analytics/rollups/rebuild.ts';
import { rollNext } from '../analytics/rollups/roll.ts';
import { analyticsOf } from '../analytics/test-analytics.store.ts';

const ADL = 'http://adlnet.gov/expapi/verbs';
const course = { id: 'https://example.com/course' };
const other = { mbox: 'mailto:grace@example.com', name: 'Grace' };
const app = { objectType: 'Agent' as const, mbox: 'mailto:app@example.com' };
const did = { id: `${ADL}/answered` };

interface Erased {
  id: string;
  status: string;
  pseudonym: string;
  report: Record<string, number>;
  error: { code: string } | null;
}

describe('xAPI erasure', () => {
  let hub: TestHub;
  let home: string;
  let email: string;

  beforeEach(() => {
    email = `Ada.${uuidv7()}@example.com`;
  });
  before(async () => {
    hub = await startTestHub();
    home = hub.hub.config.publicUrl;
  });
  after(() => hub.close());

  const post = async <T>(path: string, body: unknown = {}): Promise<T> => {
    const answer = await hub.request('POST', path, { body });
    expect(answer.status, answer.text).to.be.oneOf([201, 202]);
    // Sound because each caller names the documented shape.
    return answer.body as T;
  };
  const person = async () =>
    (await post<{ id: string }>('/v1/people', { displayName: 'Ada', email })).id;
  const erased = async (path: string, body: unknown = {}): Promise<Erased> => {
    const { id } = await post<Erased>(path, body);
    return until('the erasure has ended', async () => {
      const { body: found } = await hub.request('GET', `/v1/erasures/${id}`);
      const erasure = found as Erased;
      return ['succeeded', 'failed'].includes(erasure.status) && erasure;
    });
  };
  const prepared = (statement: Statement, authority: object = app) => {
    checkStatement(structuredClone(statement), '2.0.0');
    return prepareStatement(statement, {
      id: uuidv7(),
      version: '2.0.0',
      authority: authority as typeof app,
      contents: new Set((statement.attachments ?? []).map(({ sha2 }) => sha2)),
    });
  };
  const save = (...statements: ReturnType<typeof prepared>[]) =>
    hub.hub.lrsStore.saveStatements(hub.tenantId, statements);
  const textOf = async (id: string) =>
    (await hub.hub.lrsStore.findStatement(hub.tenantId, id))?.json ?? '';
  const found = async (agent: string, related = true) => {
    const { statements } = await hub.hub.lrsStore.findStatements(hub.tenantId, {
      ...{ agent, relatedAgents: related, relatedActivities: false, ascending: true, limit: 100 },
    });
    return statements.map(({ id }) => id);
  };
  const rows = async (text: string) =>
    (await hub.hub.database.read(hub.tenantId, (db) => db.query(text, [hub.tenantId]))).rows;

  const agents = (personId: string) => ({
    account: { account: { homePage: home, name: personId }, name: 'Ada' },
    mbox: { mbox: `mailto:${email}`, name: 'Ada' },
    hashed: {
      mbox_sha1sum: createHash('sha1').update(`mailto:${email}`).digest('hex'),
      name: 'Ada',
    },
  });

  /** A statement for each place in which somebody can stand. */
  const everywhere = (ada: { name: string }): Record<string, Statement> => {
    const group = { objectType: 'Group' as const, member: [other, ada] };
    const agent = { objectType: 'Agent' as const, ...ada };
    return {
      actor: { actor: ada, verb: did, object: course },
      'member of the actor': { actor: group, verb: did, object: course },
      object: { actor: other, verb: did, object: agent },
      instructor: { actor: other, verb: did, object: course, context: { instructor: ada } },
      team: { actor: other, verb: did, object: course, context: { team: group } },
      contextAgents: {
        ...{ actor: other, verb: did, object: course },
        context: { contextAgents: [{ objectType: 'contextAgent', agent }] },
      },
      contextGroups: {
        ...{ actor: other, verb: did, object: course },
        context: { contextGroups: [{ objectType: 'contextGroup', group }] },
      },
      SubStatement: {
        ...{ actor: other, verb: did },
        object: {
          ...{ objectType: 'SubStatement', actor: ada, verb: did, object: course },
          context: { instructor: ada, team: group },
        },
      },
    };
  };

  it('pseudonymises everywhere, by every identifier, and what comes again too', async function () {
    this.timeout(60_000);
    const personId = await person();
    const known = agents(personId);
    const sent = Object.values(known).flatMap((ada) =>
      Object.entries(everywhere(ada)).map(([place, statement]) => ({
        place,
        statement: prepared(statement),
      })),
    );
    const vouched = prepared(
      { actor: other, verb: did, object: course },
      { objectType: 'Agent', ...known.mbox },
    );
    const first = sent[0]?.statement ?? vouched;
    const referring = prepared({
      ...{ actor: other, verb: { id: 'https://example.com/commented' } },
      object: { objectType: 'StatementRef', id: first.id },
    });
    const voided = prepared({ actor: known.mbox, verb: did, object: course });
    const voiding = prepared({
      ...{ actor: other, verb: { id: `${ADL}/voided` } },
      object: { objectType: 'StatementRef', id: voided.id },
    });
    await save(...sent.map(({ statement }) => statement), vouched, referring, voided, voiding);
    await hub.hub.database.tenant(hub.tenantId, (db) => rollNext(db));

    const erasure = await erased(`/v1/people/${personId}/erasures`);
    expect(erasure.status).to.equal('succeeded');
    expect(erasure.report.statementsPseudonymised).to.equal(sent.length + 2);
    expect(erasure.pseudonym).to.match(/^erased:[0-9a-f]{32}$/);
    for (const { place, statement } of [...sent, { place: 'voided', statement: voided }]) {
      const json = await textOf(statement.id);
      for (const text of [personId, email, known.hashed.mbox_sha1sum, '"Ada"']) {
        expect(json, `${place}: ${text}`).to.not.contain(text);
      }
      expect(json, place).to.contain(erasure.pseudonym);
      const { stored: _, ...again } = JSON.parse(json);
      checkStatement(again, '2.0.0');
    }
    expect(await textOf(vouched.id)).to.not.contain(email);
    expect(await textOf(vouched.id)).to.contain(erasure.pseudonym);

    for (const ifi of [
      `account:${home}|${personId}`,
      `mbox:mailto:${email}`,
      `mbox_sha1sum:${known.hashed.mbox_sha1sum}`,
    ]) {
      expect(await found(ifi), ifi).to.deep.equal([]);
    }
    const pseudonym = `account:${home}|${erasure.pseudonym}`;
    expect(await found(pseudonym)).to.have.members([
      ...sent.map(({ statement }) => statement.id),
      vouched.id,
      referring.id,
      voiding.id,
    ]);
    expect(await found(pseudonym, false)).to.include.members([first.id, referring.id]);

    const before = await rows(
      'select id, hash, keys, json from statement where tenant_id = $1 order by seq',
    );
    await save(...sent.map(({ statement }) => statement), voided);
    expect(
      await rows('select id, hash, keys, json from statement where tenant_id = $1 order by seq'),
      'sent again, they change nothing',
    ).to.deep.equal(before);
    const late = prepared({ actor: known.hashed, verb: did, object: course });
    await save(late);
    expect(await textOf(late.id)).to.contain(erasure.pseudonym);
    expect(await rows('select text from lrs_term where tenant_id = $1')).to.not.deep.include({
      text: `mbox:mailto:${email}`,
    });

    const all = async (tables: string[]) =>
      JSON.stringify(
        await Promise.all(tables.map((t) => rows(`select * from ${t} where tenant_id = $1`))),
      );
    const left = await all([
      'statement',
      'agent_name',
      'lrs_term',
      'lrs_erasure',
      'job',
      'person',
      'outbox_event',
      'identity',
    ]);
    for (const text of [email, email.toLowerCase(), known.hashed.mbox_sha1sum, '"Ada"']) {
      expect(left, text).to.not.contain(text);
    }
    while (await hub.hub.database.tenant(hub.tenantId, (db) => rollNext(db)));
    const live = await analyticsOf(hub.hub.database, hub.tenantId);
    await rebuildAnalytics(hub.hub.database, hub.tenantId, { hub: home });
    expect(await analyticsOf(hub.hub.database, hub.tenantId)).to.deep.equal(live);
    expect((await hub.request('GET', `/v1/people/${personId}`)).status).to.equal(404);
  });

  it('takes the signature away, which holds the statement as it was, and deletes its content', async () => {
    const personId = await person();
    const sha2 = createHash('sha256').update(personId).digest('hex');
    const attachment = (usage: string, hash: string) => ({
      ...{
        usageType: usage,
        display: { en: 'x' },
        contentType: 'application/octet-stream',
        length: 3,
        sha2: hash,
      },
    });
    const kept = createHash('sha256').update('kept').digest('hex');
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(
        `insert into lrs_content (tenant_id, sha2, sha256, bytes) values ($1, $2, $2, 3), ($1, $3, $3, 3)`,
        [hub.tenantId, sha2, kept],
      ),
    );
    const signed = prepared({
      ...{ actor: { account: { homePage: home, name: personId } }, verb: did, object: course },
      attachments: [
        attachment('http://adlnet.gov/expapi/attachments/signature', sha2),
        attachment('https://example.com/essay', kept),
      ],
    });
    await save(signed);
    const { report } = await erased(`/v1/people/${personId}/erasures`);
    expect(report.attachmentsDeleted).to.equal(1);
    const { attachments } = JSON.parse(await textOf(signed.id));
    expect(attachments.map((one: { sha2: string }) => one.sha2)).to.deep.equal([kept]);
    expect(
      (await rows('select sha2 from lrs_content where tenant_id = $1')).map((row) => row.sha2),
    ).to.deep.equal([kept]);
  });

  it('purges what is their own, pseudonymises where others name them, and refuses both again', async () => {
    const personId = await person();
    const known = agents(personId);
    const named = Object.entries(everywhere(known.mbox)).map(([place, statement]) => ({
      place,
      statement: prepared(statement),
    }));
    await save(...named.map(({ statement }) => statement));
    await hub.hub.lrsStore.writeDocument(
      hub.tenantId,
      { kind: 'agent-profile', agent: `mbox:mailto:${email}`, id: 'x' },
      { contentType: 'text/plain', content: Buffer.from('Ada'), etag: 'x' },
      'anything',
    );
    const { report, pseudonym } = await erased(`/v1/people/${personId}/erasures`, {
      mode: 'purge',
    });
    expect(report).to.include({ statementsDeleted: 3, documentsDeleted: 1 });
    for (const { place, statement } of named) {
      const isOwn = ['actor', 'object', 'SubStatement'].includes(place);
      const json = await textOf(statement.id);
      if (isOwn) expect(json, place).to.equal('');
      else expect(json, place).to.contain(pseudonym).and.not.contain(email);
    }
    const { key, secret } = await post<{ key: string; secret: string }>('/v1/lrs-credentials', {
      ...{ name: 'sender', scopes: ['all'], defaultVersion: '2.0.0' },
    });
    const send = (path: string, body: unknown) =>
      fetch(`${hub.url}/xapi/${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
          'Content-Type': 'application/json',
          'X-Experience-API-Version': '2.0.0',
        },
        body: JSON.stringify(body),
      });
    const answer = await send('statements', [
      { actor: other, verb: did, object: course },
      { actor: known.hashed, verb: did, object: course },
    ]);
    expect(answer.status).to.equal(403);
    expect(await answer.json()).to.include({ statement: 1 });
    const agent = encodeURIComponent(JSON.stringify({ mbox: `mailto:${email}` }));
    const profile = await send(`agents/profile?profileId=x&agent=${agent}`, { a: 1 });
    expect(profile.status).to.equal(403);
  });

  it('erases actors whom only statements know, until that is lifted', async () => {
    const agent = { mbox: 'mailto:eve@example.com' };
    const one = prepared({ actor: { ...agent, name: 'Eve' }, verb: did, object: course });
    await save(one);
    const { id } = await erased('/v1/actors/erasures', { agent });
    expect(await textOf(one.id))
      .to.not.contain('eve@')
      .and.not.contain('Eve');
    const lifted = await hub.request('DELETE', `/v1/erasures/${id}`);
    expect(lifted.status, lifted.text).to.equal(204);
    const two = prepared({ actor: agent, verb: did, object: course });
    await save(two);
    expect(await textOf(two.id)).to.contain('eve@');
  });

  it('is refused while a legal hold lasts, by whichever name', async () => {
    const personId = await person();
    const hold = await post<{ id: string }>('/v1/legal-holds', { personId, reason: 'case 7' });
    for (const [path, body] of [
      [`/v1/people/${personId}/erasures`, {}],
      ['/v1/actors/erasures', { agent: { mbox: `mailto:${email}` } }],
    ] as const) {
      const answer = await hub.request('POST', path, { body });
      expect(answer.status).to.equal(409);
      expect(answer.body).to.include({ code: 'legal_hold' });
      expect(answer.text).to.contain('case 7');
    }
    await hub.request('DELETE', `/v1/legal-holds/${hold.id}`);
    const all = await post<{ id: string }>('/v1/legal-holds', { reason: 'audit' });
    const answer = await hub.request('POST', `/v1/people/${personId}/erasures`, { body: {} });
    expect(answer.status).to.equal(409);
    await hub.request('DELETE', `/v1/legal-holds/${all.id}`);
  });

  it('leaves nobody named, however many statements come while it runs', async function () {
    this.timeout(60_000);
    const agent = { mbox: `mailto:${email}` };
    const batch = () =>
      Array.from({ length: 10 }, () => prepared({ actor: agent, verb: did, object: course }));
    for (let i = 0; i < 50; i++) await save(...batch());
    let isErasing = true;
    let sent = 500;
    const sending = (async () => {
      while (isErasing) {
        await save(...batch());
        sent += 10;
      }
    })();
    const { pseudonym, report } = await erased('/v1/actors/erasures', { agent });
    isErasing = false;
    await sending;
    expect(report.statementsPseudonymised).to.be.within(500, sent);
    const [{ left, replaced } = { left: -1, replaced: -1 }] = await rows(
      `select count(*) filter (where strpos(json, '${email}') > 0) as left,
         count(*) filter (where strpos(json, '${pseudonym}') > 0) as replaced
       from statement where tenant_id = $1`,
    );
    expect({ left, replaced }).to.deep.equal({ left: 0, replaced: sent });
    while (await hub.hub.database.tenant(hub.tenantId, (db) => rollNext(db)));
    const live = await analyticsOf(hub.hub.database, hub.tenantId);
    await rebuildAnalytics(hub.hub.database, hub.tenantId, { hub: home });
    expect(await analyticsOf(hub.hub.database, hub.tenantId)).to.deep.equal(live);
  });

  it('spares the same actor in another tenant', async () => {
    const stranger = await hub.tenant();
    const agent = { mbox: 'mailto:shared@example.com' };
    const theirs = prepared({ actor: agent, verb: did, object: course });
    await hub.hub.lrsStore.saveStatements(stranger.tenantId, [theirs]);
    await erased('/v1/actors/erasures', { agent, mode: 'purge' });
    const left = await hub.hub.lrsStore.findStatement(stranger.tenantId, theirs.id);
    expect(left?.json).to.contain('shared@');
    await hub.hub.lrsStore.saveStatements(stranger.tenantId, [
      prepared({ actor: agent, verb: did, object: course }),
    ]);
  });
});
