import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { dataFolder, startHub } from '../../tools/hub-process.ts';
import { createLrsAccess } from '../../tools/lrs-access.ts';
import { databases } from '../databases.ts';
import { type Batch, createBatchStream, type Outcome } from './batch-stream.ts';
import { createFollower } from './follower.ts';
import { keptStatements } from './kept-statements.ts';
import { type LrsClient, lrsClient } from './lrs-client.ts';
import { halfBatches } from './whole-batches.ts';

const KILLS = 20;
const CLIENTS = 6;
const STATEMENTS_PER_LIFE = 100;

for (const { name, create } of databases) {
  describe(`the LRS of a hub on ${name} that is killed ${KILLS} times under batches`, function () {
    this.timeout(600_000);
    const stream = createBatchStream();
    const follower = createFollower();
    /** Acknowledged before a moment, and not found by who waited until that was complete. */
    const late: string[] = [];
    let folder: Awaited<ReturnType<typeof dataFolder>>;
    let kept: Awaited<ReturnType<typeof keptStatements>>;

    before('pour and kill', async () => {
      folder = await dataFolder();
      const env = await create();
      const settings = { dataDir: folder.path, env: { ...env, RATE_LIMIT_LRS: '1000000' } };
      let hub = await startHub(settings);
      const { authorization } = await createLrsAccess(hub);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const client = lrsClient(hub, authorization);
        const wanted = stream.acknowledged.length + STATEMENTS_PER_LIFE;
        const poured = stream.pour(CLIENTS, (batch) => send(client, batch));
        const read = readOn(client);
        await Promise.race([poured, read, until(() => stream.acknowledged.length >= wanted)]);
        // A little later each time, so that every step of a batch meets a kill.
        await wait(kill);
        await hub.kill();
        await Promise.all([poured, read]);
        stream.giveUpHalf();
        hub = await startHub(settings);
      }
      const client = lrsClient(hub, authorization);
      await follower.followUntil(() => client, new Date());
      await hub.stop();
      kept = await keptStatements(folder.path, env);
    });
    after(() => folder?.remove());

    it('holds every acknowledged statement once', () => {
      const ids = kept.map(({ id }) => id);
      expect(stream.acknowledged.length).to.be.at.least(STATEMENTS_PER_LIFE * KILLS);
      expect(new Set(ids).size).to.equal(ids.length);
      const known = new Set(ids);
      expect(stream.acknowledged.filter((id) => !known.has(id))).to.deep.equal([]);
    });

    it('holds no half of a batch', () => {
      expect(halfBatches(stream.sent, kept)).to.deep.equal([]);
    });

    it('shows who waits for Consistent-Through all that was acknowledged before', () => {
      expect(late).to.deep.equal([]);
    });

    it('shows who reads until Consistent-Through, and then since it, everything once and in order', () => {
      expect(follower.seen).to.deep.equal(kept.map(({ id }) => id));
    });

    /** Until the hub is gone. */
    async function readOn(client: LrsClient): Promise<void> {
      let checked = 0;
      for (;;) {
        const moment = new Date();
        const before = stream.acknowledged.slice(checked);
        checked += before.length;
        try {
          await follower.followUntil(() => client, moment);
        } catch (error) {
          if (!isGone(error)) throw error;
          return;
        }
        const seen = new Set(follower.seen);
        late.push(...before.filter((id) => !seen.has(id)));
      }
    }
  });
}

async function send(client: LrsClient, { statements }: Batch): Promise<Outcome> {
  try {
    const response = await client.send(statements);
    const text = await response.text();
    if (response.ok) return 'stored';
    throw new Error(`${response.status}: ${text}`);
  } catch (error) {
    if (!isGone(error)) throw error;
    return 'over';
  }
}

/** `fetch` rejects with a TypeError when the connection fails. */
const isGone = (error: unknown) => error instanceof TypeError;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(2);
}
