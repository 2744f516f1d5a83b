import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { hubClient } from '../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { createLrsAccess } from '../../tools/lrs-access.ts';
import { databases } from '../databases.ts';
import { keptStatements } from './kept-statements.ts';
import { lrsClient } from './lrs-client.ts';

const STATEMENTS = 4_000;
const BATCH = 500;
const LIMIT_MS = 120_000;

interface ErasureView {
  id: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  pseudonym: string;
  report: { statementsPseudonymised: number };
}

const erased = { mbox: 'mailto:gone@example.com' };
const other = { mbox: 'mailto:stays@example.com' };

for (const { name, create } of databases) {
  // On a server another process may be at it, so the job is free only when its lease is over.
  const kills = name === 'PostgreSQL' ? 1 : 3;

  describe(`an erasure in a hub on ${name} that is killed while it runs`, function () {
    this.timeout(300_000);
    let folder: Awaited<ReturnType<typeof dataFolder>>;
    let kept: Awaited<ReturnType<typeof keptStatements>>;
    let done: ErasureView;
    /** Statements that were pseudonymised when the hub was killed. */
    const reached: number[] = [];

    before('erase and kill', async () => {
      folder = await dataFolder();
      const env = await create();
      const settings = { dataDir: folder.path, env: { ...env, RATE_LIMIT_LRS: '1000000' } };
      let hub = await startHub(settings);
      const { authorization } = await createLrsAccess(hub);
      const client = lrsClient(hub, authorization);
      for (let at = 0; at < STATEMENTS; at += BATCH) await client.send(statementsFrom(at));
      const { id } = await hubClient(hub).call<ErasureView>('POST', '/v1/actors/erasures', {
        agent: erased,
      });
      for (let kill = 0; kill < kills; kill += 1) {
        // Each time after some of it was done, and never all.
        const seen = await progressBeyond(hub, id, reached.at(-1) ?? 0);
        await hub.kill();
        reached.push(seen);
        hub = await startHub(settings);
      }
      done = await ended(hub, id);
      await hub.stop();
      kept = await keptStatements(folder.path, env);
    });
    after(() => folder?.remove());

    it('goes on where it was', () => {
      expect(done.status).to.equal('succeeded');
      expect(done.report.statementsPseudonymised).to.equal(STATEMENTS / 2);
      expect(reached.filter((count) => count > 0 && count < STATEMENTS / 2).length).above(0);
    });

    it('leaves no trace of the erased, and every statement under the pseudonym or its own actor', () => {
      expect(kept).to.have.length(STATEMENTS);
      const texts = kept.map(({ json }) => json);
      expect(texts.filter((text) => text.includes('gone@example.com'))).to.deep.equal([]);
      expect(texts.filter((text) => text.includes(done.pseudonym))).to.have.length(STATEMENTS / 2);
      expect(texts.filter((text) => text.includes(other.mbox))).to.have.length(STATEMENTS / 2);
    });
  });
}

/** Every other one by whom is erased. */
function statementsFrom(first: number): object[] {
  return Array.from({ length: BATCH }, (_, i) => ({
    id: randomUUID(),
    actor: (first + i) % 2 === 0 ? erased : other,
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
    object: { id: `https://example.com/pages/${(first + i) % 50}` },
  }));
}

async function progressBeyond(hub: HubProcess, id: string, before: number): Promise<number> {
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    const { report, status } = await hubClient(hub).call<ErasureView>('GET', `/v1/erasures/${id}`);
    const count = report.statementsPseudonymised;
    if (count > before || status === 'succeeded') return count;
    await wait(5);
  }
  throw new Error('The erasure does not go on.');
}

async function ended(hub: HubProcess, id: string): Promise<ErasureView> {
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    const view = await hubClient(hub).call<ErasureView>('GET', `/v1/erasures/${id}`);
    if (view.status === 'succeeded' || view.status === 'failed') return view;
    await wait(100);
  }
  throw new Error('The erasure does not end.');
}
