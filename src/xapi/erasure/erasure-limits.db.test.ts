import { expect } from 'chai';
import type { TestHub } from '../../api/test-hub.ts';
import { rebuildAnalytics } from '../analytics/rollups/rebuild.ts';
import { rollNext } from '../analytics/rollups/roll.ts';
import { analyticsOf } from '../analytics/test-analytics.store.ts';
import { course, did, erasing } from './test-erasure.ts';

describe('xAPI erasure: whom and when', () => {
  const given = erasing();
  const { post, person, erased, prepared, save, textOf, rows } = given;
  let hub: TestHub;
  let home: string;
  let email: string;

  before(() => {
    hub = given.hub();
    home = given.home();
  });
  beforeEach(() => {
    email = given.email();
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
