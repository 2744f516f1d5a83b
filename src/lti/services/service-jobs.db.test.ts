import { expect } from 'chai';
import { withReactions } from '../../core/events/reactions.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { queueScore } from '../grades/queue-score.ts';
import { scoresSchedule } from '../grades/schedule-scores.ts';
import { seedCourse } from '../grades/test-course.ts';
import { rosterSchedule } from '../roster/sync-roster.ts';
import { startTestPlatform, type TestPlatform } from './test-platform.ts';

describe('schedules of services', () => {
  let database: Database;
  let tenantId: string;
  let platform: TestPlatform;

  before(async () => {
    database = withReactions(await testDatabase(), [queueScore]);
  });
  beforeEach(async () => {
    tenantId = await testTenant(database);
    platform = await startTestPlatform({ database, tenantId });
    const deployed = await platform.deployed();
    const { url } = platform;
    const lineItem = `${url}/items/1`;
    const course = await seedCourse(database, { deployed, url, lineItem, users: ['u1'] });
    await course.score('u1', 0.5);
    await change('delete from job where tenant_id = $1');
  });
  afterEach(() => platform.close());

  const change = (sql: string) => database.tenant(tenantId, (db) => db.query(sql, [tenantId]));
  async function tick(): Promise<unknown[]> {
    for (const schedule of [scoresSchedule(database), rosterSchedule(database)]) {
      if ('run' in schedule) await schedule.run(new AbortController().signal);
    }
    const { rows } = await change('select kind from job where tenant_id = $1 order by kind');
    return rows.map(({ kind }) => kind);
  }

  it('scores that wait without a run, and rosters that are old, are found', async () => {
    expect(await tick()).to.deep.equal(['lti.roster', 'lti.scores']);
    expect(await tick()).to.deep.equal(['lti.roster', 'lti.scores']);
  });

  for (const [name, sql] of [
    ['a deployment', 'update lti_deployment set is_enabled = false where tenant_id = $1'],
    ['a registration', 'update lti_registration set is_enabled = false where tenant_id = $1'],
  ] as const) {
    it(`of ${name} that is paused nothing is found`, async () => {
      await change(sql);
      expect(await tick()).to.deep.equal([]);
    });
  }

  it('what is not due yet is not found', async () => {
    await change(
      `update lti_deployment set scores_paused_until = now() + interval '1 hour' where tenant_id = $1`,
    );
    await change('update lti_context set synced_at = now() where tenant_id = $1');
    expect(await tick()).to.deep.equal([]);
  });
});
