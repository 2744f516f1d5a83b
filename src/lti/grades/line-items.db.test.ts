import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { queueScore } from './queue-score.ts';
import { createScoresFixture, type ScoresFixture } from './test-scores.ts';

describe('line items of scores', () => {
  let database: Database;
  let t: ScoresFixture;

  before(async () => {
    database = withReactions(await testDatabase(), [queueScore]);
  });
  beforeEach(async () => {
    t = await createScoresFixture(database);
  });
  afterEach(() => t.close());

  const item = (more: object) => ({ id: `${t.platform.url}/items/9?type_id=1`, ...more });

  it('one that the platform has for the link is used', async () => {
    await t.start({ lineItem: null });
    t.platform.reply = ({ path }) =>
      path.startsWith('/items?')
        ? {
            body: [
              item({ resourceLinkId: 'other' }),
              item({ id: `${t.platform.url}/items/7`, resourceLinkId: 'link 1' }),
            ],
          }
        : {};
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    expect(t.scores().map(({ path }) => path)).to.deep.equal(['/items/7/scores']);
    expect(t.platform.asked[0]).to.include({ path: '/items?resource_link_id=link+1' });
    expect(t.platform.asked[0]?.headers.accept).to.equal(
      'application/vnd.ims.lis.v2.lineitemcontainer+json',
    );
  });

  it('of several pages all are looked at, with Moodle’s links', async () => {
    await t.start({ lineItem: null, profile: 'moodle' });
    t.platform.reply = ({ path }) => {
      if (path.includes('/scores')) return {};
      if (path.includes('page=2')) return { body: [item({ resourceLinkId: 'link 1' })] };
      const next = `${t.platform.url}/items?a=1&amp;page=2`;
      const link = Buffer.from(`<${next}>; rel=“next”`).toString('latin1');
      return { body: [], headers: { Link: link } };
    };
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    expect(t.platform.asked.map(({ path }) => path)).to.deep.equal([
      ...['/items?resource_link_id=link+1', '/items?a=1&page=2', '/items/9/scores?type_id=1'],
    ]);
  });

  it('else one is made, once for all who wait for it', async () => {
    await t.start({ lineItem: null, users: ['u1', 'u2', 'u3'] });
    t.platform.reply = ({ path, method }) => {
      if (path.includes('/scores')) return {};
      return method === 'GET' ? { body: [] } : { status: 201, body: item({}) };
    };
    await Promise.all(['u1', 'u2', 'u3'].map((user) => t.course().score(user, 0.5)));
    await t.settled('delivered', 'delivered', 'delivered');
    const made = t.platform.asked.filter(
      ({ method, path }) => method === 'POST' && path === '/items',
    );
    expect(made.map(({ body }) => JSON.parse(body))).to.deep.equal([
      {
        label: 'Quiz',
        scoreMaximum: 100,
        resourceLinkId: 'link 1',
        resourceId: t.course().assignmentId,
      },
    ]);
    expect(made[0]?.headers['content-type']).to.equal('application/vnd.ims.lis.v2.lineitem+json');
  });

  it('one that is gone is looked for again, and its score follows', async () => {
    await t.start();
    t.platform.reply = ({ path }) => {
      if (path.startsWith('/items/1/scores')) return { status: 404 };
      return path.startsWith('/items?') ? { body: [item({ resourceLinkId: 'link 1' })] } : {};
    };
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    expect(t.scores().at(-1)?.path).to.equal('/items/9/scores?type_id=1');
  });

  it('where none may be made the score is a dead letter', async () => {
    await t.start({ lineItem: null });
    t.platform.reply = () => ({ status: 403 });
    await t.course().score('u1', 0.5);
    await t.settled('dead');
  });
});
