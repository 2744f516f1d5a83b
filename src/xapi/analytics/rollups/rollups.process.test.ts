import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createPostgresStore } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import { testDatabase, testTenant } from '../../../platform/database/test-database.ts';
import { hooksOf } from '../../save-listeners.ts';
import { createFactRecorder } from '../facts/record-facts.ts';
import { HUB, testAct, testVoiding } from '../test-acts.ts';
import { analyticsOf } from '../test-analytics.store.ts';
import { rebuildAnalytics } from './rebuild.ts';

const worker = fileURLToPath(new URL('../testing/roll.worker.ts', import.meta.url));
const KILLS = 8;

describe('xAPI analytics: a process that sums days', function () {
  this.timeout(120_000);

  it('loses nothing and doubles nothing when it is killed, while statements come and are voided', async () => {
    const url = process.env.TEST_DATABASE_URL;
    if (!url) throw new Error('TEST_DATABASE_URL is needed: this runs on a real server');
    const database = await testDatabase();
    const tenantId = await testTenant(database);
    const hooks = hooksOf([createFactRecorder({ hub: HUB })]);
    const store = createPostgresStore({ database, cursorSecret: 'secret', ...hooks });
    const some = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        testAct({ who: `${i % 7}@example.com`, did: 'answered', result: { success: i % 3 > 0 } }),
      );
    const roll = () => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--conditions=source', worker, url, tenantId],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      return { child, exited: once(child, 'exit') };
    };
    await store.saveStatements(tenantId, some(600));
    for (let i = 0; i < KILLS; i++) {
      const { child, exited } = roll();
      await once(child.stdout, 'data');
      const acts = some(20);
      await store.saveStatements(tenantId, acts);
      await store.saveStatements(tenantId, [testVoiding(acts[i]?.id ?? '')]);
      await setTimeout(i * 9);
      child.kill('SIGKILL');
      await exited;
    }
    const [code] = await roll().exited;
    expect(code).to.equal(0);
    const live = await analyticsOf(database, tenantId);
    expect(live.facts).to.have.lengthOf(600 + KILLS * 19);
    expect(live.days.reduce((sum, day) => sum + Number(day.statements), 0)).to.equal(
      live.facts.length,
    );
    await rebuildAnalytics(database, tenantId, { hub: HUB });
    expect(await analyticsOf(database, tenantId)).to.deep.equal(live);
  });
});
