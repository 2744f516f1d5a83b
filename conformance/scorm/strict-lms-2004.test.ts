import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayerItem } from '@crosswalk/player/content';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { exportSample, type SamplePackage, sampleQuestions } from './sample-package.ts';
import { attendStrictLms, type StrictVisit, type StrictVisitResult } from './strict-lms/attend.ts';
import type { LmsHabits } from './strict-lms/habits.ts';

const formats = ['scorm2004-3', 'scorm2004-4'] as const;

for (const format of formats) {
  describe(`${format} packages in a strict LMS`, function () {
    this.timeout(120_000);
    let browser: Browser;
    let folder: string;

    before(async () => {
      browser = await openChromium();
      folder = await mkdtemp(join(tmpdir(), 'scorm-strict-'));
    });
    after(async () => {
      await browser?.close();
      await rm(folder, { recursive: true });
    });

    async function attend<V extends StrictVisit[]>(
      sample: Omit<SamplePackage, 'format'>,
      ...visits: V
    ) {
      const zipPath = join(folder, 'package.zip');
      await exportSample(zipPath, { ...sample, format });
      const attended = await attendStrictLms(zipPath, { browser, visits });
      for (const { errors, violations } of attended) {
        expect(violations).to.deep.equal([]);
        expect(errors).to.deep.equal([]);
      }
      return attended as { [I in keyof V]: StrictVisitResult };
    }

    const passed = {
      'cmi.score.scaled': '1',
      'cmi.score.raw': '100',
      'cmi.success_status': 'passed',
      'cmi.completion_status': 'completed',
      'cmi.progress_measure': '1',
    };

    const habits: [string, Partial<LmsHabits>][] = [
      ['that keeps to the specification', {}],
      ['that offers the API of SCORM 1.2 as well', { offersBoth: true }],
      ['that opens content in a window', { place: 'window' }],
      ['that takes 30 ms for each call', { delayMs: 30 }],
      ['that answers commits with null', { commitAnswer: 'null' }],
      ['that has no interactions', { unsupported: ['cmi.interactions.'] }],
    ];
    for (const [name, given] of habits) {
      it(`one ${name} gets the results of a whole test`, async () => {
        const sample = { mode: 'test', masteryScore: 0.8 } as const;
        const [{ values, finished }] = await attend(sample, { leave: 'exit', habits: given });
        expect(finished).to.equal(true);
        expect(values).to.include({
          ...passed,
          'cmi.exit': 'normal',
          'adl.nav.request': 'exitAll',
        });
      });
    }

    it('a whole study is suspended, so that the LMS keeps what was learnt', async () => {
      const sample = { mode: 'study', masteryScore: 0.8 } as const;
      const [first, again] = await attend(sample, { leave: 'exit' }, { leave: 'exit' });
      expect(first.values).to.include({
        ...passed,
        'cmi.exit': 'suspend',
        'adl.nav.request': 'suspendAll',
      });
      expect(again.answered).to.deep.equal([]);
    });

    for (const leave of ['exit', 'navigate', 'remove', 'close'] as const) {
      it(`a test left halfway by ${leave} goes on, without the unload event`, async () => {
        const sample = { mode: 'test', masteryScore: 0.8 } as const;
        const [half, rest] = await attend(sample, { answers: 2, leave }, { leave: 'exit' });
        expect(half.finished).to.equal(true);
        expect(half.values).to.include({
          'cmi.completion_status': 'incomplete',
          'cmi.success_status': 'unknown',
          'cmi.progress_measure': '0.4',
          'cmi.exit': 'suspend',
        });
        expect(half.values).not.to.have.property('cmi.score.scaled');
        expect(rest.answered).to.have.length(sampleQuestions - 2);
        expect(rest.values).to.include(passed);
      });
    }

    it('a failed test is completed and failed, with its score', async () => {
      const sample = { mode: 'test', masteryScore: 0.8 } as const;
      const [{ values }] = await attend(sample, { leave: 'exit', isRight: (n) => n < 2 });
      expect(values).to.include({
        'cmi.completion_status': 'completed',
        'cmi.success_status': 'failed',
        'cmi.score.scaled': '0.4',
      });
    });

    it('a study with a completion threshold is complete when it is reached', async () => {
      const sample = { mode: 'study', completionThreshold: 0.6 } as const;
      const [half, rest] = await attend(
        sample,
        { answers: 2, leave: 'exit' },
        { answers: 1, leave: 'exit' },
      );
      expect(half.values['cmi.completion_status']).to.equal('incomplete');
      expect(rest.values['cmi.completion_status']).to.equal('completed');
    });

    it('odd texts, ids and responses keep to the data types', async () => {
      const odd = '{lang=x} [,] "é" ';
      const typed = { atomId: 'a', kind: 'typed', back: '' } as const;
      const long = Array.from({ length: 9 }, (_, i) => `${i}${'é'.repeat(300)}`);
      const items: PlayerItem[] = [
        { ...typed, id: 'é & {1/2}%', front: odd, accepted: [odd] },
        { ...typed, id: 'long', front: 'x'.repeat(9000), accepted: long },
      ];
      const wrongText = `{${'🌍'.repeat(200)}`;
      const visit = { leave: 'exit', isRight: () => false, wrongText } as const;
      const [{ values }] = await attend({ mode: 'test', items }, visit);
      expect(values).to.include({
        'cmi.interactions.0.id': '%C3%A9%20&%20%7B1/2%7D%25',
        'cmi.interactions.1.result': 'incorrect',
      });
    });

    for (const lessonMode of ['browse', 'review'] as const) {
      it(`the mode ${lessonMode} records nothing`, async () => {
        const visit = { leave: 'exit', habits: { lessonMode } } as const;
        const [{ values }] = await attend({ mode: 'test' }, visit);
        expect(values).not.to.have.any.keys('cmi.score.scaled', 'cmi.interactions.0.id');
        expect(values['cmi.completion_status']).to.equal('unknown');
      });
    }
  });
}
