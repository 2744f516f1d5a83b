import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase } from '../../platform/database/test-database.ts';
import { until } from '../../platform/jobs/testing/until.ts';
import { queueScore } from './queue-score.ts';
import { scheduleScores } from './schedule-scores.ts';
import { createScoresFixture, type ScoresFixture } from './test-scores.ts';

describe('platforms that do not answer', () => {
  let database: Database;
  let t: ScoresFixture;
  const users = Array.from({ length: 12 }, (_, i) => `u${i}`);

  before(async () => {
    database = withReactions(await testDatabase(), [queueScore]);
  });
  beforeEach(async () => {
    t = await createScoresFixture(database);
  });
  afterEach(() => t.close());

  interface Pause {
    id: string;
    failures: number;
    isPaused: boolean;
  }
  const pause = async () => {
    const { rows } = await database.read(t.tenantId, (db) =>
      db.query<Pause>(
        `select id, scores_failures as failures,
           coalesce(scores_paused_until > now(), false) as "isPaused"
         from lti_deployment where tenant_id = $1`,
        [t.tenantId],
      ),
    );
    return rows[0] ?? { id: '', failures: 0, isPaused: false };
  };
  async function endPause(): Promise<void> {
    const { id } = await pause();
    await t.fixture.database.tenant(t.tenantId, async (db) => {
      await db.query(`update lti_deployment set scores_paused_until = now() where tenant_id = $1`, [
        t.tenantId,
      ]);
      await db.query(`update lti_score set next_at = now() where tenant_id = $1`, [t.tenantId]);
      await scheduleScores(db, id);
    });
    t.jobs().wake();
  }

  it('are left alone after the first scores, then tried with one, until one gets through', async () => {
    await t.start({ users });
    t.platform.reply = () => ({ fault: 'hang' });
    await Promise.all(users.map((user) => t.course().score(user, 0.5)));
    await until('they are left alone', async () => (await pause()).isPaused);
    const asked = t.scores().length;
    expect(asked).to.be.at.most(5);

    const { failures } = await pause();
    await endPause();
    await until('it was tried', async () => (await pause()).failures > failures);
    await until('it is left alone again', async () => (await pause()).isPaused);
    expect(t.scores().length).to.equal(asked + 1);

    t.platform.reply = () => ({});
    await endPause();
    await t.settled(...users.map(() => 'delivered'));
    expect(await pause()).to.include({ failures: 0, isPaused: false });
  });
});
