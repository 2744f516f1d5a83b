import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { createLrsAccess } from '../../tools/lrs-access.ts';
import { databases } from '../databases.ts';
import { createBatchStream } from './batch-stream.ts';
import { createFollower } from './follower.ts';
import { keptStatements } from './kept-statements.ts';
import { type LrsClient, lrsClient } from './lrs-client.ts';
import { inTurn, walk } from './reading.ts';

const CLIENTS_PER_HUB = 3;
const STATEMENTS = 4000;

for (const { name, create } of databases.filter((database) => database.name === 'PostgreSQL')) {
  describe(`the LRS of two hubs on one ${name}, written through both at once`, function () {
    this.timeout(300_000);
    const stream = createBatchStream();
    const followers = [createFollower(), createFollower(), createFollower()];
    const walks = { ascending: [] as string[][], descending: [] as string[][] };
    const folders: Awaited<ReturnType<typeof dataFolder>>[] = [];
    const hubs: HubProcess[] = [];
    let kept: string[];

    before('write, follow and walk', async () => {
      const env = {
        ...(await create()),
        MASTER_KEY: randomBytes(32).toString('base64'),
        RATE_LIMIT_LRS: '1000000',
      };
      for (let hub = 0; hub < 2; hub += 1) {
        const folder = await dataFolder();
        folders.push(folder);
        hubs.push(await startHub({ dataDir: folder.path, env }));
      }
      const [first, second] = hubs;
      if (!first || !second) throw new Error('Two hubs were to start.');
      const { authorization } = await createLrsAccess(first);
      const one = lrsClient(first, authorization);
      const other = lrsClient(second, authorization);
      const readers: (() => LrsClient)[] = [() => one, () => other, inTurn([one, other])];

      let isOver = false;
      const written = Promise.all([writeBy(one), writeBy(other)]).finally(() => {
        isOver = true;
      });
      const whileWritten = async (work: () => Promise<unknown>) => {
        while (!isOver) await work();
      };
      await Promise.all([
        written,
        ...readers.map((reader, i) => whileWritten(async () => followers[i]?.follow(reader))),
        ...(['ascending', 'descending'] as const).map((order) =>
          whileWritten(async () => walks[order].push(await walk(inTurn([one, other]), order))),
        ),
      ]);
      const end = new Date();
      await Promise.all(readers.map((reader, i) => followers[i]?.followUntil(reader, end)));
      for (const hub of hubs) await hub.stop();
      kept = (await keptStatements(folders[0]?.path ?? '', env)).map(({ id }) => id);
    });
    after(async () => {
      for (const hub of hubs) await hub.kill();
      for (const folder of folders) await folder.remove();
    });

    it('holds every statement once', () => {
      expect(kept.toSorted()).to.deep.equal(stream.acknowledged.toSorted());
      expect(new Set(kept).size).to.equal(kept.length).and.to.be.at.least(STATEMENTS);
    });

    it('is walked by `more` from the oldest on without a gap and without a double', () => {
      expect(walks.ascending).not.to.have.length(0);
      for (const ids of walks.ascending) expect(ids).to.deep.equal(kept.slice(0, ids.length));
    });

    it('is walked by `more` from the newest on to the very first without a gap or a double', () => {
      expect(walks.descending).not.to.have.length(0);
      for (const ids of walks.descending) {
        expect(ids).to.deep.equal(kept.slice(0, ids.length).toReversed());
      }
    });

    it('is followed by `since`, through either hub or both in turn, without a gap or a double', () => {
      for (const { seen } of followers) expect(seen).to.deep.equal(kept);
    });

    function writeBy(client: LrsClient): Promise<void> {
      return stream.pour(CLIENTS_PER_HUB, async ({ statements }) => {
        if (stream.acknowledged.length >= STATEMENTS) return 'over';
        const response = await client.send(statements);
        const text = await response.text();
        if (!response.ok) throw new Error(`${response.status}: ${text}`);
        return 'stored';
      });
    }
  });
}
