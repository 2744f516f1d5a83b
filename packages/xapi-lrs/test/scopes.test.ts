import { expect } from 'chai';
import type { Scope } from '../src/caller.ts';
import { scopes } from '../src/caller.ts';
import { callerOf, type LrsApp, lecture, startLrs } from './lrs-app.ts';

const agent = encodeURIComponent('{"mbox":"mailto:ada@example.org"}');
const activity = 'activityId=http%3A%2F%2Fexample.org%2Flectures%2F1';
const stateful = `/activities/state?${activity}&agent=${agent}&stateId=s`;
const activityProfile = `/activities/profile?${activity}&profileId=p`;
const agentProfile = `/agents/profile?agent=${agent}&profileId=p`;

const readers: Scope[] = ['statements/read', 'all/read', 'all'];
/** Who may do it; everyone else gets 403. */
const table: [method: string, path: string, allowed: Scope[]][] = [
  ['GET', '/statements', [...readers, 'statements/read/mine']],
  ['POST', '/statements', ['statements/write', 'all']],
  [
    'PUT',
    '/statements?statementId=6a4b3c10-0d0e-4f6a-9a3b-1f2e3d4c5b6a',
    ['statements/write', 'all'],
  ],
  ['GET', stateful, ['state', 'all/read', 'all']],
  ['PUT', stateful, ['state', 'all']],
  ['POST', stateful, ['state', 'all']],
  ['DELETE', stateful, ['state', 'all']],
  ['GET', activityProfile, ['profile', 'all/read', 'all']],
  ['PUT', activityProfile, ['profile', 'all']],
  ['POST', activityProfile, ['profile', 'all']],
  ['DELETE', activityProfile, ['profile', 'all']],
  ['GET', agentProfile, ['profile', 'all/read', 'all']],
  ['PUT', agentProfile, ['profile', 'all']],
  ['POST', agentProfile, ['profile', 'all']],
  ['DELETE', agentProfile, ['profile', 'all']],
  ['GET', `/activities?${activity}`, [...readers, 'define', 'profile']],
  ['GET', `/agents?agent=${agent}`, [...readers, 'define', 'profile']],
];

describe('xAPI 1.0.3 part 3, 4.2: scopes', () => {
  let lrs: LrsApp;
  before(async () => {
    const callers = scopes.map((scope) => [scope, callerOf(scope, [scope])] as const);
    const others = [
      ['writer', callerOf('writer', ['statements/write', 'statements/read/mine'])],
      ['none', callerOf('none', [])],
      ['elsewhere', callerOf('all', ['all'], 'two')],
    ] as const;
    lrs = await startLrs(Object.fromEntries([...callers, ...others]), { limits: { page: 2 } });
  });
  after(() => lrs.close());

  for (const [method, path, allowed] of table) {
    const title = `${method} ${path.split('?')[0]}`;
    it(`${title}: ${allowed.join(', ')} may, others get 403`, async () => {
      for (const caller of [...scopes, 'none']) {
        const json = method === 'PUT' || method === 'POST' ? lecture : undefined;
        const { status } = await lrs.send(path, { method, caller, json });
        const may = allowed.some((scope) => scope === caller);
        expect(status === 403, `${caller} ${status}`).to.equal(!may);
      }
    });

    it(`${title}: 401 for strangers, whatever else is wrong`, async () => {
      const headers = { 'X-Experience-API-Version': '0.95' };
      const { status } = await lrs.send(`${path}${path.includes('?') ? '&' : '?'}x=1`, {
        method,
        caller: 'stranger',
        headers,
      });
      expect(status).to.equal(401);
    });
  }

  it('statements/read/mine: only statements of the same authority, on each page and by id', async () => {
    const send = (caller: string) =>
      lrs.send('/statements', { method: 'POST', caller, json: [lecture, lecture] });
    await send('writer');
    const [others = ''] = await (await send('all')).json();
    const [mine = ''] = await (await send('writer')).json();

    const first = await (await lrs.send('/statements', { caller: 'writer' })).json();
    const rest = first.more.replace('/xapi', '');
    const second = await (await lrs.send(rest, { caller: 'writer' })).json();
    const authorities = [...first.statements, ...second.statements].map(
      ({ authority }) => authority.account.name,
    );
    expect(authorities).to.deep.equal(Array(4).fill('writer'));
    expect(second.more).to.equal('');
    const byId = async (id: string) =>
      (await lrs.send(`/statements?statementId=${id}`, { caller: 'writer' })).status;
    expect(await byId(mine)).to.equal(200);
    expect(await byId(others)).to.equal(404);
  });

  it('a page of one credential does not widen what another may read', async () => {
    await lrs.send('/statements', { method: 'POST', json: [lecture, lecture, lecture] });
    const { more } = await (await lrs.send('/statements')).json();
    const path = more.replace('/xapi', '');
    expect((await lrs.send(path, { caller: 'writer' })).status).to.equal(400);
    expect((await lrs.send(path, { caller: 'elsewhere' })).status).to.equal(400);
    expect((await lrs.send(path)).status).to.equal(200);
  });

  it('define: without it, statements change neither definitions nor names', async () => {
    const id = 'http://example.org/lectures/defined';
    const sent = (name: string) => ({
      ...lecture,
      actor: { mbox: 'mailto:named@example.org', name },
      object: { id, definition: { name: { en: name } } },
    });
    await lrs.send('/statements', { method: 'POST', json: sent('kept') });
    await lrs.send('/statements', { method: 'POST', caller: 'writer', json: sent('not kept') });
    const shown = await lrs.send(`/activities?activityId=${encodeURIComponent(id)}`);
    expect((await shown.json()).definition).to.deep.equal({ name: { en: 'kept' } });
    const named = encodeURIComponent('{"mbox":"mailto:named@example.org"}');
    const person = await lrs.send(`/agents?agent=${named}`);
    expect((await person.json()).name).to.deep.equal(['kept']);
  });

  it('another tenant sees nothing of it', async () => {
    await lrs.send('/statements', { method: 'POST', json: lecture });
    await lrs.send(stateful, { method: 'DELETE' });
    await lrs.send(stateful, { method: 'PUT', json: { seen: true } });
    const caller = 'elsewhere';
    const { statements } = await (await lrs.send('/statements', { caller })).json();
    expect(statements).to.deep.equal([]);
    expect((await lrs.send(stateful, { caller })).status).to.equal(404);
    const blind = await lrs.send(stateful, { caller, method: 'PUT', json: { mine: true } });
    expect(blind.status).to.equal(204);
    expect(await (await lrs.send(stateful)).json()).to.deep.equal({ seen: true });
  });
});
