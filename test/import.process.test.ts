import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { ImportReport } from '../src/core/decks/importing/import-report.ts';
import { CARDS_PER_NOTE, writeGeneratedPackage } from '../tools/generated-package.ts';
import { type HubClient, hubClient, type JobView } from '../tools/hub-client.ts';
import { dataFolder, startHub } from '../tools/hub-process.ts';
import { databases } from './databases.ts';
import { hubCommand } from './hub-command.ts';
import { startImport } from './hub-content.ts';

type ImportView = JobView & { report: ImportReport; progress: { phase: string; done: number } };
type Counted = 'notes' | 'cards' | 'decks' | 'reviews';

const inputs: [file: string, counts: Partial<Record<Counted, number>>][] = [
  ['anki/geography-legacy.apkg', { notes: 223, cards: 450, decks: 15, reviews: 1861 }],
  ['anki/modern-schema18.apkg', { notes: 4 }],
  ['csv/capitals.csv', { notes: 219 }],
];

const generated = { notes: 5000, reviewsPerCard: 2 };
const whole = {
  notes: generated.notes,
  cards: generated.notes * CARDS_PER_NOTE,
  reviews: generated.notes * CARDS_PER_NOTE * generated.reviewsPerCard,
};

for (const { name, create } of databases) {
  describe(`imports into a hub on ${name}`, function () {
    this.timeout(120_000);
    let settings: { dataDir: string; env: Record<string, string> };
    let folder: Awaited<ReturnType<typeof dataFolder>>;

    before(async () => {
      folder = await dataFolder();
      settings = { dataDir: folder.path, env: await create() };
    });
    after(() => folder?.remove());

    for (const [file, counts] of inputs) {
      it(`hub import ${file} brings it in, and again changes nothing`, async () => {
        const args = ['import', `../shared/inputs/${file}`];
        const first = (await hubCommand<ImportView>(args, settings)).report;
        const again = (await hubCommand<ImportView>(args, settings)).report;
        for (const [kind, count] of Object.entries(counts) as [Counted, number][]) {
          expect(first[kind], `${kind} at first`).to.include({ new: count, failed: 0 });
          expect(again[kind], `${kind} again`).to.include({ new: 0, updated: 0, unchanged: count });
        }
      });
    }

    it('an import whose hub is killed is finished by another start, and nothing is doubled', async () => {
      const file = join(folder.path, 'generated.apkg');
      await writeGeneratedPackage(file, generated);
      const killed = await startHub(settings);
      const path = await startImport(hubClient(killed), file);
      await half(hubClient(killed), path);
      await killed.kill();

      const hub = await startHub(settings);
      console.log(`      starts: first ${ms(killed)}, after the kill ${ms(hub)}`);
      const client = hubClient(hub);
      const { report } = await client.finished<ImportView>(path);
      for (const [kind, count] of Object.entries(whole) as [Counted, number][]) {
        const { new: made, unchanged, ...others } = report[kind];
        expect(made + unchanged, kind).to.equal(count);
        expect(others, kind).to.deep.equal({ updated: 0, conflicting: 0, failed: 0 });
      }
      const again = await client.finished<ImportView>(await startImport(client, file));
      for (const [kind, count] of Object.entries(whole) as [Counted, number][]) {
        expect(again.report[kind], kind).to.include({ new: 0, unchanged: count });
      }
      await hub.stop();
    });
  });
}

function ms({ startMs }: { startMs: number }): string {
  return `${Math.round(startMs)} ms`;
}

/** Resolves when notes are in, and reviews are to come. */
async function half(client: HubClient, path: string): Promise<void> {
  for (;;) {
    const { status, progress } = await client.call<ImportView>('GET', path);
    if (status === 'succeeded') throw new Error('The import was over before it could be killed.');
    if (progress.done > generated.notes / 3) return;
    await wait(20);
  }
}
