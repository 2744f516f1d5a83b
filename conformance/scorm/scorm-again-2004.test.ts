import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { exportSample, type SamplePackage, sampleQuestions } from './sample-package.ts';
import { type CoursePlan, type PlayedCourse, playCourse } from './scorm-again/play-course.ts';

const chapters = [
  { id: 'north', title: 'North', items: ['read', 'france', 'spain'] },
  { id: 'south', title: 'South & more', items: ['italy', 'peru', 'bolivia'] },
];
const divided = { structure: 'chapters', chapters, mode: 'test', masteryScore: 0.8 } as const;

for (const format of ['scorm2004-3', 'scorm2004-4'] as const) {
  describe(`${format} packages in scorm-again`, function () {
    this.timeout(60_000);
    let browser: Browser;
    let folder: string;

    before(async () => {
      browser = await openChromium();
      folder = await mkdtemp(join(tmpdir(), 'scorm-2004-'));
    });
    after(async () => {
      await browser?.close();
      await rm(folder, { recursive: true });
    });

    async function play(
      sample: Omit<SamplePackage, 'format'>,
      plan: CoursePlan = () => ({}),
      cmi: object | null = null,
    ): Promise<PlayedCourse> {
      const zipPath = join(folder, 'package.zip');
      await exportSample(zipPath, { ...sample, format });
      const played = await playCourse(zipPath, { browser, plan, cmi });
      expect(played.errors).to.deep.equal([]);
      return played;
    }

    it('a test without a mistake is completed and passed, every answer an interaction', async () => {
      const { cmi } = await play({ mode: 'test', masteryScore: 0.8 });
      expect(cmi).to.include({ completion_status: 'completed', success_status: 'passed' });
      expect(cmi.score).to.include({ scaled: '1', raw: '100' });
      const interactions = Object.values(cmi.interactions);
      expect(interactions.map(({ type }) => type)).to.deep.equal([
        ...['other', 'other', 'fill-in', 'choice', 'choice'],
      ]);
      expect(interactions.every(({ result }) => result === 'correct')).to.equal(true);
    });

    it('a test below the mastery score is completed and failed', async () => {
      const sample = { mode: 'test', masteryScore: 0.8 } as const;
      const { cmi } = await play(sample, () => ({ isRight: (n) => n < 2 }));
      expect(cmi).to.include({ completion_status: 'completed', success_status: 'failed' });
      expect(cmi.score.scaled).to.equal('0.4');
    });

    for (const mode of ['test', 'study'] as const) {
      it(`a ${mode} left halfway goes on where it was`, async () => {
        const half = await play({ mode }, () => ({ answers: 2 }));
        expect(half.cmi).to.include({ completion_status: 'incomplete' });
        const { exit: _exit, ...kept } = { ...half.cmi, entry: 'resume' };
        const rest = await play({ mode }, () => ({}), kept);
        expect(rest.answered.flat()).to.have.length(sampleQuestions - 2);
        expect(rest.cmi).to.include({ completion_status: 'completed' });
        expect(Object.keys(rest.cmi.interactions)).to.have.length(sampleQuestions);
      });
    }

    it('chapters follow one another, and all of them pass the whole', async () => {
      const { delivered, answered, root } = await play(divided);
      expect(delivered).to.deep.equal(['item-unit-1', 'item-unit-2']);
      expect(answered).to.deep.equal([
        ['france', 'spain'],
        ['italy', 'peru', 'bolivia'],
      ]);
      expect(root).to.include({ completion: 'completed', success: 'passed' });
    });

    it('the mean of the scores passes the whole where it is to', async () => {
      const sample = { ...divided, masteryScore: 0.6, rollup: 'score' } as const;
      // 2 of 2 and 1 of 3 right: 3 of 5.
      const { root } = await play(sample, (n) => ({ isRight: (answer) => n === 0 || answer < 1 }));
      expect(root.measure).to.be.closeTo(0.6, 0.001);
      expect(root).to.include({ completion: 'completed', success: 'passed' });
    });

    it('a linear course goes on only when a chapter is complete', async () => {
      const linear = { ...divided, sequencing: 'linear' } as const;
      const early = await play(linear, () => ({ answers: 1 }));
      expect(early.delivered).to.deep.equal(['item-unit-1']);
      const whole = await play(linear);
      expect(whole.delivered).to.deep.equal(['item-unit-1', 'item-unit-2']);
      expect(whole.root).to.include({ completion: 'completed', success: 'passed' });
    });

    for (const sequencing of ['free', 'linear'] as const) {
      it(`a chapter that a pretest has passed is skipped in a ${sequencing} course`, async () => {
        const sample = { ...divided, sequencing, pretest: 2 } as const;
        const { delivered, answered, root } = await play(sample, (n) => ({
          isRight: (answer) => n > 0 || answer < 2,
        }));
        expect(delivered).to.deep.equal(['item-unit-1', 'item-unit-3']);
        expect(answered[1]).to.deep.equal(['italy', 'peru', 'bolivia']);
        expect(root).to.include({ completion: 'completed', success: 'passed' });
      });
    }
  });
}
