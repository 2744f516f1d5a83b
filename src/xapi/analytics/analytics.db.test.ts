import { prepareStatement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { rollNext } from './rollups/roll.ts';
import { testAct } from './test-acts.ts';

type Body = Record<string, unknown> & {
  data: Record<string, unknown>[];
  nextCursor: string | null;
};

describe('xAPI analytics: /v1/analytics', () => {
  let hub: TestHub;
  let personId: string;
  let groupId: string;
  let deckId: string;
  let childId: string;
  let home: string;

  const get = async (path: string, key?: string): Promise<Body> => {
    const answer = await hub.request('GET', `/v1/analytics/${path}`, key ? { key } : {});
    expect(answer.status, answer.text).to.equal(200);
    // Sound because every list of analytics has this shape.
    return answer.body as Body;
  };
  const make = async (path: string, body: unknown) => {
    const answer = await hub.request('POST', path, { body });
    return (answer.body as { id: string }).id;
  };
  const roll = () => hub.hub.database.tenant(hub.tenantId, (db) => rollNext(db));

  before(async () => {
    hub = await startTestHub();
    home = hub.hub.config.publicUrl;
    personId = await make('/v1/people', { displayName: 'Ada' });
    groupId = await make('/v1/groups', { name: 'Readers' });
    await hub.request('POST', `/v1/groups/${groupId}/members`, { body: { personIds: [personId] } });
    deckId = await make('/v1/decks', { title: 'Geography' });
    childId = await make('/v1/decks', { title: 'Europe', parentId: deckId });
    const at = (day: number, time = '12:00:00') => `2026-03-0${day}T${time}Z`;
    const item = (n: number) => `https://example.com/items/${n}`;
    const own = (act: {
      did: string;
      at: string;
      deck: string;
      result?: object;
      what?: string;
    }) => ({
      ...testAct({ who: 'x@example.com', did: 'answered' }),
      ...prepareStatement(
        {
          actor: { account: { homePage: home, name: personId } },
          verb: { id: `http://adlnet.gov/expapi/verbs/${act.did}` },
          object: { id: act.what ?? `${home}/xapi/activities/decks/${act.deck}` },
          timestamp: act.at,
          result: act.result ?? {},
          context: {
            contextActivities: { parent: [{ id: `${home}/xapi/activities/decks/${act.deck}` }] },
          },
        },
        {
          id: uuidv7(),
          version: '2.0.0',
          authority: { objectType: 'Agent', mbox: 'mailto:app@example.com' },
        },
      ),
    });
    await hub.hub.lrsStore.saveStatements(hub.tenantId, [
      own({ did: 'initialized', at: at(1), deck: childId }),
      own({
        did: 'passed',
        at: at(1),
        deck: childId,
        result: { success: true, score: { scaled: 0.5 } },
      }),
      own({
        did: 'failed',
        at: at(3),
        deck: deckId,
        result: { success: false, score: { scaled: 0.25 } },
      }),
      ...[1, 2].map((n) =>
        own({
          did: 'answered',
          at: at(3),
          deck: deckId,
          what: item(n),
          result: { success: n === 1, duration: 'PT2S' },
        }),
      ),
    ]);
    await roll();
    await hub.hub.lrsStore.saveStatements(hub.tenantId, [
      testAct({ who: 'eve@example.com', did: 'initialized', at: at(2, '23:30:00') }),
      testAct({
        who: 'eve@example.com',
        did: 'answered',
        at: at(4),
        what: item(2),
        result: { success: false },
      }),
    ]);
  });
  after(() => hub.close());

  const march = 'from=2026-03-01&to=2026-03-07';

  it('tell learners, attempts, pass rate, score and time of each day, and of all', async () => {
    const { total, data } = await get(`activity?${march}`);
    expect(total).to.include({ learners: 2, statements: 7, started: 2, passed: 1, failed: 1 });
    expect(total).to.include({ passRate: 0.5, averageScore: 0.375, spentMs: 4_000 });
    expect(data.map(({ start, learners }) => [start, learners])).to.deep.equal([
      ['2026-03-01', 1],
      ['2026-03-02', 1],
      ['2026-03-03', 1],
      ['2026-03-04', 1],
      ['2026-03-05', 0],
      ['2026-03-06', 0],
      ['2026-03-07', 0],
    ]);
  });

  it('count a learner once in a week and in a month', async () => {
    const weeks = await get(`activity?${march}&by=week`);
    expect(weeks.data.map(({ start, learners }) => [start, learners])).to.deep.equal([
      ['2026-02-23', 1],
      ['2026-03-02', 2],
    ]);
    const months = await get(`activity?${march}&by=month`);
    expect(months.data).to.have.lengthOf(1);
    expect(months.data[0]).to.include({ start: '2026-03-01', learners: 2 });
  });

  it('begin days where the time zone does', async () => {
    const { data } = await get(`activity?${march}&timeZone=Europe/Berlin`);
    expect(data.map(({ learners }) => learners)).to.deep.equal([1, 0, 2, 1, 0, 0, 0]);
  });

  it('tell of one deck with those below it, of a group, of a person', async () => {
    const of = async (filter: string) =>
      ((await get(`activity?${march}&${filter}`)).total as { statements: number }).statements;
    expect(await of(`deckId=${deckId}`)).to.equal(5);
    expect(await of(`deckId=${childId}`)).to.equal(2);
    expect(await of(`groupId=${groupId}`)).to.equal(5);
    expect(await of(`personId=${personId}`)).to.equal(5);
    expect(await of(`personId=${uuidv7()}`)).to.equal(0);
  });

  it('list learners, decks and groups page by page, most statements first', async () => {
    const walk = async (list: string) => {
      const rows: Body['data'] = [];
      let cursor: string | null = '';
      do {
        const page: Body = await get(`${list}?${march}&limit=1${cursor && `&cursor=${cursor}`}`);
        rows.push(...page.data);
        cursor = page.nextCursor;
      } while (cursor);
      return rows;
    };
    const learners = await walk('learners');
    expect(learners.map((row) => [row.personId, row.displayName, row.statements])).to.deep.equal([
      [personId, 'Ada', 5],
      [null, null, 2],
    ]);
    expect(learners[1]).to.include({ agent: 'mbox:mailto:eve@example.com', lastDay: '2026-03-04' });
    const decks = await walk('decks');
    expect(decks.map((row) => [row.path, row.statements])).to.deep.equal([
      ['Geography', 3],
      ['Geography::Europe', 2],
    ]);
    expect((await walk('groups')).map((row) => [row.groupId, row.learners])).to.deep.equal([
      [groupId, 1],
    ]);
  });

  it('list the items with the most wrong answers first, and of one group', async () => {
    const items = async (more: string) =>
      (await get(`hardest-items?${march}&minAnswers=1${more}`)).data.map((row) => [
        row.activityId,
        row.answers,
        row.wrong,
      ]);
    const [one, two] = ['https://example.com/items/1', 'https://example.com/items/2'];
    expect(await items('')).to.deep.equal([
      [two, 2, 2],
      [one, 1, 0],
    ]);
    expect(await items(`&groupId=${groupId}`)).to.deep.equal([
      [two, 1, 1],
      [one, 1, 0],
    ]);
    expect(await items(`&deckId=${childId}`)).to.deep.equal([]);
    expect((await get(`hardest-items?${march}`)).data).to.deep.equal([]);
  });

  it('count verbs, and how far learners came through steps', async () => {
    const { data } = await get(`verbs?${march}`);
    const ADL = 'http://adlnet.gov/expapi/verbs/';
    expect(data[0]).to.deep.equal({ verb: `${ADL}answered`, statements: 3, learners: 2 });
    const steps = ['initialized', 'answered', 'passed'].map((verb) => `steps=${ADL}${verb}`);
    const funnel = await get(`verbs?${march}&${steps.join('&')}`);
    expect(funnel.data.map(({ learners }) => learners)).to.deep.equal([2, 2, 1]);
  });

  it('are the same once everything is summed by day', async () => {
    const read = async () => [
      await get(`activity?${march}`),
      await get(`learners?${march}`),
      await get(`hardest-items?${march}&minAnswers=1`),
      await get(`verbs?${march}`),
    ];
    const before = await read();
    while (await roll());
    expect(await read()).to.deep.equal(before);
  });

  it('are empty, not missing, where nothing happened', async () => {
    const { key } = await hub.tenant();
    const { total, data } = await get('activity', key);
    expect(total).to.include({ learners: 0, passRate: null, averageScore: null });
    expect(data).to.have.lengthOf(30);
    for (const list of ['learners', 'decks', 'groups', 'hardest-items', 'verbs']) {
      expect((await get(list, key)).data, list).to.deep.equal([]);
    }
  });

  it('refuse days, time zones, ranges and cursors that are none', async () => {
    for (const path of [
      'activity?from=2026-02-30x',
      'activity?from=2026-13-01',
      'activity?timeZone=Mars',
      'activity?from=2026-02-01&to=2026-01-01',
      'activity?by=year',
      'learners?cursor=nonsense',
      'hardest-items?minAnswers=0',
      'decks?deckId=nonsense',
    ]) {
      const answer = await hub.request('GET', `/v1/analytics/${path}`);
      expect(answer.status, path).to.equal(400);
    }
  });
});
