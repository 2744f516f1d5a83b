import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { claimNames } from '../claims.ts';
import { scopes } from '../scopes.ts';
import { queueScore } from './queue-score.ts';
import { createScoresFixture, type ScoresFixture } from './test-scores.ts';

describe('scores from before there was a line item', () => {
  let database: Database;
  let t: ScoresFixture;
  const users = ['u1', 'u2'];

  before(async () => {
    database = withReactions(await testDatabase(), [queueScore]);
  });
  beforeEach(async () => {
    t = await createScoresFixture(database);
    await t.start({ lineItem: null, users });
    await tell({});
  });
  afterEach(() => t.close());

  /** What the platform lets us do with gradebooks, as the context has it. */
  async function tell({ lineItems }: { lineItems?: string }): Promise<void> {
    await database.tenant(t.tenantId, (db) =>
      db.query(`update lti_context set line_items_url = $2, ags_scopes = $3 where tenant_id = $1`, [
        t.tenantId,
        lineItems ?? null,
        lineItems ? [scopes.lineItem, scopes.score] : [],
      ]),
    );
  }
  async function launch(grades: Record<string, unknown>): Promise<void> {
    const claims = { [claimNames.grades]: { scope: [scopes.score], ...grades } };
    await t.fixture.database.tenant(t.tenantId, (db) => t.course().note(db, claims));
  }
  const given = () =>
    Object.fromEntries(t.sent().map(({ userId, scoreGiven }) => [userId, scoreGiven]));

  it('they are sent when a launch names one', async () => {
    await t.course().score('u1', 0.5);
    await t.course().score('u2', 1);
    expect(await t.course().deliveries()).to.deep.equal([]);
    await launch({ lineitem: `${t.platform.url}/items/7` });
    await t.settled('delivered', 'delivered');
    expect(given()).to.deep.equal({ u1: 50, u2: 100 });
  });

  it('they are sent when the platform lets us make one', async () => {
    await t.course().score('u1', 0.5);
    t.platform.reply = ({ method, path }) => {
      if (path.startsWith('/items/9/')) return {};
      return { body: method === 'POST' ? { id: `${t.platform.url}/items/9` } : [] };
    };
    await launch({
      ...{ lineitems: `${t.platform.url}/items`, scope: [scopes.lineItem, scopes.score] },
    });
    await t.settled('delivered');
    expect(given()).to.deep.equal({ u1: 50 });
  });

  it('launches of a link whose line item is known queue nothing', async () => {
    await launch({ lineitem: `${t.platform.url}/items/7` });
    await t.course().score('u1', 0.5);
    await t.settled('delivered');
    await launch({ lineitem: `${t.platform.url}/items/7` });
    const { count } = await database.read(t.tenantId, (db) =>
      db.query(`select from job where tenant_id = $1 and kind = 'lti.missing-scores'`, [
        t.tenantId,
      ]),
    );
    expect(count).to.equal(0);
  });
});
