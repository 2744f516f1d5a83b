import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { uuidv7 } from '../../src/platform/crypto/uuid.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { createLrsAccess, type LrsAccess } from '../../tools/lrs-access.ts';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../tools/services/postgres-server.ts';
import { createTestDatabase, type TestDatabase } from '../../tools/services/test-database.ts';
import { createBatchStream } from './batch-stream.ts';
import { createFollower } from './follower.ts';
import { keptStatements } from './kept-statements.ts';
import { type LrsClient, lrsClient } from './lrs-client.ts';
import { createWatch } from './watch.ts';
import { halfBatches } from './whole-batches.ts';

const CLIENTS = 4;
const AWAY_S = 3;
/** In a row, of each kind of request: then all is well again. */
const SUCCESSES = 50;
const STATES = `/xapi/activities/state?${new URLSearchParams({
  activityId: 'https://school.example/activity',
  agent: '{"mbox":"mailto:learner@school.example"}',
})}`;

const endings = [
  ['INT', 'stopped'],
  ['QUIT', 'torn down'],
] as const;
const programs = findPostgres();

for (const [signal, ending] of programs ? endings : []) {
  describe(`the LRS of a hub whose PostgreSQL is ${ending} under load and comes back`, function () {
    this.timeout(120_000);
    const stream = createBatchStream();
    const watch = createWatch();
    let server: PostgresServer;
    let database: TestDatabase;
    let folder: Awaited<ReturnType<typeof dataFolder>>;
    let hub: HubProcess;
    let kept: Awaited<ReturnType<typeof keptStatements>>;
    let followed: readonly string[];

    before('load and restart', async () => {
      server = await startPostgres(programs ?? '');
      database = await createTestDatabase(server.superuserUrl);
      await keepWhatIsCommitted(database);
      folder = await dataFolder();
      const env = {
        DATABASE_URL: database.url,
        MIGRATE_DATABASE_URL: database.ownerUrl,
        RATE_LIMIT_LRS: '1000000',
        RATE_LIMIT_IP: '1000000',
      };
      hub = await startHub({ dataDir: folder.path, env });
      const access = await createLrsAccess(hub);
      const end = new AbortController();
      const loaded = load(access, end.signal);
      await Promise.race([loaded, wait(2000)]);
      await server.restart(signal, AWAY_S);
      while (watch.troubled(SUCCESSES).length > 0) await Promise.race([loaded, wait(20)]);
      end.abort();
      await loaded;

      const follower = createFollower();
      const client = lrsClient(hub, access.authorization);
      await follower.followUntil(() => client, new Date());
      followed = follower.seen;
      await hub.stop();
      kept = await keptStatements(folder.path, env);
    });
    after(async () => {
      await hub?.kill();
      await server?.close();
      await folder?.remove();
    });

    it('answers 503 with Retry-After meanwhile, and nothing worse', () => {
      expect(watch.unexpected).to.deep.equal([]);
      expect(watch.failures).to.be.greaterThan(0);
    });

    it('works again by itself once PostgreSQL does', () => {
      expect(watch.troubled(SUCCESSES)).to.deep.equal([]);
    });

    it('has kept every acknowledged statement once, and no half of a batch', () => {
      const ids = kept.map(({ id }) => id);
      expect(new Set(ids).size).to.equal(ids.length);
      const known = new Set(ids);
      expect(stream.acknowledged.filter((id) => !known.has(id))).to.deep.equal([]);
      expect(halfBatches(stream.sent, kept)).to.deep.equal([]);
      expect(followed).to.deep.equal(ids);
    });

    /** Every kind of request, until the end. */
    async function load(access: LrsAccess, end: AbortSignal): Promise<void> {
      const client = lrsClient(hub, access.authorization);
      const stranger = lrsClient(hub, `Basic ${Buffer.from('who:knows').toString('base64')}`);
      const asking = async (kind: string, ask: () => Promise<Response>, usual = 200) => {
        while (!end.aborted) {
          await watch.ask(kind, usual, ask);
          await wait(5);
        }
      };
      await Promise.all([
        writeBatches(client, end),
        asking('a list', () => client.ask('/xapi/statements?limit=10')),
        asking('a list by agent', () => client.ask(`/xapi/statements?${agentOf(1)}`)),
        asking('all states', () => client.ask(STATES)),
        asking('a new state', () => client.put(`${STATES}&stateId=${uuidv7()}`, {}), 204),
        asking('an activity', () => client.ask('/xapi/activities?activityId=https://a.example/a')),
        asking('a stranger', () => stranger.ask('/xapi/statements'), 401),
      ]);
    }

    function writeBatches(client: LrsClient, end: AbortSignal): Promise<void> {
      return stream.pour(CLIENTS, async ({ statements }) => {
        if (end.aborted) return 'over';
        const isStored = await watch.ask('a batch', 200, () => client.send(statements));
        return isStored ? 'stored' : 'again';
      });
    }
  });
}

const agentOf = (learner: number) =>
  `agent=${encodeURIComponent(
    JSON.stringify({ account: { homePage: 'https://school.example', name: `learner-${learner}` } }),
  )}`;

/** Throw-away servers forget the last commits when they are torn down, which is not our matter here. */
async function keepWhatIsCommitted({ ownerUrl }: TestDatabase): Promise<void> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  const name = new URL(ownerUrl).pathname.slice(1);
  await owner.query(`alter database ${name} set synchronous_commit = on`);
  await owner.end();
}
