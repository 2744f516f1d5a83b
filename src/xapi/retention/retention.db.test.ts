import { checkStatement, prepareStatement, type Statement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { rebuildAnalytics } from '../analytics/rollups/rebuild.ts';
import { rollNext } from '../analytics/rollups/roll.ts';
import { analyticsOf } from '../analytics/test-analytics.store.ts';
import { hubAuthority } from '../study/hub-statements.ts';

const verb = (name: string) => ({ id: `http://adlnet.gov/expapi/verbs/${name}` });
const foreign = { objectType: 'Agent' as const, mbox: 'mailto:app@example.com' };
const DAY_MS = 86_400_000;

describe('xAPI retention', () => {
  let hub: TestHub;
  let tenantId: string;
  let key: string;
  let home: string;

  before(async () => {
    hub = await startTestHub();
    home = hub.hub.config.publicUrl;
  });
  beforeEach(async () => {
    ({ tenantId, key } = await hub.tenant());
  });
  after(() => hub.close());

  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await hub.request(method, path, { key, body });
    expect(answer.status, answer.text).to.be.lessThan(300);
    // Sound because each caller names the documented shape.
    return answer.body as T;
  };
  const rule = (about: object) =>
    call<{ id: string }>('POST', '/v1/retention-rules', {
      ...{ name: 'Test', kind: 'statements', days: 30 },
      ...about,
    });
  const preview = async (id: string) =>
    (await call<{ count: number }>('GET', `/v1/retention-rules/${id}/preview`)).count;
  const run = async () => {
    const { id } = await call<{ id: string }>('POST', '/v1/retention-runs');
    await until('retention has run', async () => {
      const job = await call<{ state: string }>('GET', `/v1/jobs/${id}`);
      return job.state === 'succeeded';
    });
  };
  const save = async (about: Partial<Statement>, authority: object = foreign) => {
    const statement = { actor: foreign, verb: verb('answered'), object: { id: 'https://e.com/1' } };
    const sent = { ...statement, ...about };
    checkStatement(structuredClone(sent), '2.0.0');
    const prepared = prepareStatement(sent, {
      ...{ id: uuidv7(), version: '2.0.0', authority: authority as typeof foreign },
    });
    await hub.hub.lrsStore.saveStatements(tenantId, [prepared]);
    return prepared.id;
  };
  const query = (text: string, values: unknown[] = []) =>
    hub.hub.database.tenant(tenantId, (db) => db.query(text, [tenantId, ...values]));
  /** Makes all that is stored so far 40 days older. */
  const age = async () => {
    const seqs = 40 * DAY_MS * 1000;
    for (const table of ['statement', 'statement_key', 'statement_attachment', 'lrs_fact']) {
      await query(`update ${table} set seq = seq - $2 where tenant_id = $1`, [seqs]);
    }
    await query(
      `update xapi_document set updated_at = updated_at - interval '40 days' where tenant_id = $1`,
    );
  };
  const left = async () =>
    (await query('select id from statement where tenant_id = $1 order by seq')).rows.map(
      ({ id }) => id,
    );

  it('deletes by age, verb and origin; a preview tells how many and deletes none', async () => {
    const answered = await save({});
    const own = await save({}, hubAuthority({ hub: home }));
    const passed = await save({ verb: verb('passed') });
    const comment = await save({
      verb: verb('commented'),
      object: { objectType: 'StatementRef', id: answered },
    });
    await age();
    const recent = await save({});
    const byVerb = await rule({ verbs: [verb('answered').id], origin: 'foreign' });
    expect(await preview(byVerb.id)).to.equal(1);
    expect(await left()).to.have.lengthOf(5);
    await run();
    expect(await left()).to.deep.equal([own, passed, comment, recent]);
    expect(await preview((await rule({ origin: 'own', enabled: false })).id)).to.equal(1);
    expect(await preview((await rule({ enabled: false })).id)).to.equal(3);
    await run();
    expect(await left()).to.deep.equal([own, passed, comment, recent]);
    await rule({});
    await run();
    expect(await left()).to.deep.equal([recent]);
    const keys = await query(
      `select from statement_key k where tenant_id = $1 and not exists (
         select from statement s where s.tenant_id = $1 and s.seq = k.seq)`,
    );
    expect(keys.count).to.equal(0);
    const { rows } = await query(
      `select detail from audit_entry where tenant_id = $1 and action = 'retention.applied' order by seq`,
    );
    expect(rows.map(({ detail }) => (detail as { deleted: number }).deleted)).to.deep.equal([1, 3]);
  });

  it('takes what it deletes out of the days, rolled up or not', async () => {
    await save({ result: { success: true } });
    await age();
    while (await hub.hub.database.tenant(tenantId, (db) => rollNext(db)));
    await save({ result: { success: false } });
    await rule({});
    await run();
    while (await hub.hub.database.tenant(tenantId, (db) => rollNext(db)));
    const live = await analyticsOf(hub.hub.database, tenantId);
    expect(live.facts).to.have.lengthOf(1);
    await rebuildAnalytics(hub.hub.database, tenantId, { hub: home });
    expect(await analyticsOf(hub.hub.database, tenantId)).to.deep.equal(live);
  });

  it('deletes documents that were not changed for long', async () => {
    const write = (id: string) =>
      hub.hub.lrsStore.writeDocument(
        tenantId,
        { kind: 'activity-profile', activityId: 'https://e.com/1', id },
        { contentType: 'text/plain', content: Buffer.from('x'), etag: 'x' },
        'anything',
      );
    await write('old');
    await age();
    await write('new');
    const { id } = await rule({ kind: 'documents' });
    expect(await preview(id)).to.equal(1);
    await run();
    const { rows } = await query('select id from xapi_document where tenant_id = $1');
    expect(rows).to.deep.equal([{ id: 'new' }]);
  });

  it('spares whom a legal hold names, and everything under a hold on all', async () => {
    const person = await call<{ id: string }>('POST', '/v1/people', {
      ...{ displayName: 'Ada', email: 'ada@example.com' },
    });
    const held = await save({ actor: { mbox: 'mailto:ada@example.com' } });
    await save({});
    await age();
    await call('POST', '/v1/legal-holds', { personId: person.id, reason: 'case 7' });
    const all = await call<{ id: string }>('POST', '/v1/legal-holds', { reason: 'audit' });
    const { id } = await rule({});
    expect(await preview(id)).to.equal(0);
    await run();
    expect(await left()).to.have.lengthOf(2);
    await call('DELETE', `/v1/legal-holds/${all.id}`);
    expect(await preview(id)).to.equal(1);
    await run();
    expect(await left()).to.deep.equal([held]);
  });
});
