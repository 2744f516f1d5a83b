import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { TenantDb } from '../src/platform/database/database.ts';
import { listTenants } from '../src/platform/tenancy/tenants.store.ts';
import { type HubClient, hubClient } from '../tools/hub-client.ts';
import { dataFolder, startHub } from '../tools/hub-process.ts';
import { databases } from './databases.ts';
import { hubCommand } from './hub-command.ts';
import { ownPersonId } from './hub-content.ts';
import { openKept } from './kept-database.ts';
import { createReviewStream } from './review-stream.ts';

const KILLS = 20;
const REVIEWS_PER_LIFE = 10;
const CARDS = 30;

for (const { name, create } of databases) {
  describe(`a hub on ${name} that is killed ${KILLS} times under a stream of reviews`, function () {
    this.timeout(600_000);
    let folder: Awaited<ReturnType<typeof dataFolder>>;
    let env: Record<string, string>;
    let acknowledged: ReadonlySet<string>;

    before('pour and kill', async () => {
      folder = await dataFolder();
      env = await create();
      const settings = { dataDir: folder.path, env };
      let hub = await startHub(settings);
      const stream = createReviewStream(await prepareDeck(hubClient(hub)));
      acknowledged = stream.acknowledged;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const wanted = acknowledged.size + REVIEWS_PER_LIFE;
        const poured = stream.pour(hubClient(hub));
        await Promise.race([poured, until(() => acknowledged.size >= wanted)]);
        // A little later each time, so that every step of a review meets a kill.
        await wait(kill);
        await hub.kill();
        await poured;
        hub = await startHub(settings);
      }
      await hub.stop();
    });
    after(() => folder?.remove());

    it('holds every acknowledged review once', async () => {
      const { reviews } = await kept();
      expect(acknowledged.size).to.be.at.least(REVIEWS_PER_LIFE * KILLS);
      const missing = [...acknowledged].filter((id) => !reviews.includes(id));
      expect(missing).to.deep.equal([]);
      expect(new Set(reviews).size).to.equal(reviews.length);
    });

    it('has one statement and one event for each review, and none for another', async () => {
      const { reviews, statements, told } = await kept();
      expect(statements.sort()).to.deep.equal(reviews.sort());
      expect(told.sort()).to.deep.equal(reviews);
    });

    it('has the memory states that the log leads to', async () => {
      const [result] = await hubCommand<{ prompts: number; corrected: number }[]>(
        ['rebuild-memory'],
        { dataDir: folder.path, env },
      );
      expect(result).to.include({ prompts: CARDS, corrected: 0 });
    });

    async function kept() {
      const database = await openKept(folder.path, env);
      try {
        const [tenant] = await listTenants(database.lookup);
        return await database.read(tenant?.tenantId ?? '', readAll);
      } finally {
        await database.close();
      }
    }
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(2);
}

async function prepareDeck(hub: HubClient) {
  const deck = await hub.call<{ id: string }>('POST', '/v1/decks', { title: 'Numbers' });
  const promptIds: string[] = [];
  for (let card = 0; card < CARDS; card += 1) {
    const body = { type: 'flashcard', front: `${card} + 1`, back: `${card + 1}` };
    const atom = await hub.call<{ prompts: { id: string }[] }>(
      'POST',
      `/v1/decks/${deck.id}/atoms`,
      { body },
    );
    promptIds.push(...atom.prompts.map(({ id }) => id));
  }
  await hub.call('POST', `/v1/decks/${deck.id}/publish`);
  return { personId: await ownPersonId(hub), promptIds };
}

async function readAll(db: TenantDb) {
  const ids = async (sql: string) => {
    const { rows } = await db.query<{ id: string }>(sql, [db.tenantId]);
    return rows.map(({ id }) => id);
  };
  const [reviews, statements, told] = await Promise.all([
    ids(`select id::text from review_log where tenant_id = $1 and kind = 'review'`),
    ids('select id::text from statement where tenant_id = $1'),
    ids(
      `select jsonb_array_elements_text(payload -> 'reviewIds') as id from outbox_event
       where tenant_id = $1 and type = 'review.recorded'`,
    ),
  ]);
  return { reviews, statements, told };
}
