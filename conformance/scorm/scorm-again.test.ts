import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.ts';
import type { Cmi } from './cmi.ts';
import { exportSample, type SamplePackage, sampleQuestions } from './sample-package.ts';
import { type PlayedVisit, playPackage } from './scorm-again/play-package.ts';
import type { Visit } from './visit.ts';

/** How a session ends when all is answered: study goes on another day, and needs its state then. */
const exitOf = { test: '', study: 'suspend' } as const;

describe('SCORM 1.2 packages in scorm-again', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;

  before(async () => {
    browser = await openChromium();
    folder = await mkdtemp(join(tmpdir(), 'scorm-conformance-'));
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  async function play<V extends Visit[]>(sample: SamplePackage, ...visits: V) {
    const zipPath = join(folder, 'package.zip');
    await exportSample(zipPath, sample);
    const played = await playPackage(zipPath, { browser, visits });
    for (const { errors, finished } of played) {
      expect(errors).to.deep.equal([]);
      expect(finished, 'LMSFinish').to.equal(true);
    }
    return played as { [I in keyof V]: PlayedVisit };
  }

  function results({ core }: Cmi) {
    return { status: core.lesson_status, ...core.score, exit: core.exit };
  }

  const onlyFirstTwoRight = (n: number) => n < 2;

  it('a test without a mistake is passed with 100', async () => {
    const [{ cmi }] = await play({ mode: 'test', masteryScore: 0.8 }, { leave: 'exit' });
    expect(results(cmi)).to.deep.equal({
      status: 'passed',
      raw: '100',
      min: '0',
      max: '100',
      exit: '',
    });
  });

  it('a test below the mastery score is failed with its share of right answers', async () => {
    const visit = { leave: 'exit', isRight: onlyFirstTwoRight } as const;
    const [{ cmi }] = await play({ mode: 'test', masteryScore: 0.8 }, visit);
    expect(results(cmi)).to.deep.equal({
      status: 'failed',
      raw: '40',
      min: '0',
      max: '100',
      exit: '',
    });
  });

  it('a test without a mastery score is completed, whatever the score', async () => {
    const visit = { leave: 'exit', isRight: onlyFirstTwoRight } as const;
    const [{ cmi }] = await play({ mode: 'test' }, visit);
    expect(results(cmi)).to.include({ status: 'completed', raw: '40' });
  });

  for (const feedback of ['end', 'none'] as const) {
    it(`a test with feedback ${feedback} is reported alike`, async () => {
      const [{ cmi }] = await play(
        { mode: 'test', feedback, masteryScore: 0.8 },
        { leave: 'exit' },
      );
      expect(results(cmi)).to.include({ status: 'passed', raw: '100' });
    });
  }

  it('a test records each answer as an interaction with type, response, pattern and result', async () => {
    const visit = { leave: 'exit', isRight: onlyFirstTwoRight } as const;
    const [{ cmi }] = await play({ mode: 'test' }, visit);
    const recorded = Object.values(cmi.interactions).map((interaction) => ({
      id: interaction.id,
      type: interaction.type,
      response: interaction.student_response,
      result: interaction.result,
      patterns: Object.values(interaction.correct_responses).map(({ pattern }) => pattern),
    }));
    expect(recorded).to.deep.equal([
      { id: 'france', type: 'performance', response: 'correct', result: 'correct', patterns: [] },
      { id: 'spain', type: 'performance', response: 'correct', result: 'correct', patterns: [] },
      {
        id: 'italy',
        type: 'fill-in',
        response: 'zzz',
        result: 'wrong',
        patterns: ['Rome', 'Roma'],
      },
      { id: 'peru', type: 'choice', response: 'b', result: 'wrong', patterns: ['a'] },
      { id: 'bolivia', type: 'choice', response: 'c', result: 'wrong', patterns: ['a,b'] },
    ]);
    for (const { time, latency } of Object.values(cmi.interactions)) {
      expect(time).to.match(/^\d\d:\d\d:\d\d/);
      expect(latency).to.match(/^\d{2,4}:\d\d:\d\d/);
    }
  });

  it('the session time is about the time that passed', async () => {
    const start = Date.now();
    const [{ cmi }] = await play({ mode: 'test' }, { leave: 'exit' });
    const [hours = 0, minutes = 0, seconds = 0] = cmi.core.session_time.split(':').map(Number);
    const passed = (Date.now() - start) / 1000;
    expect(hours * 3600 + minutes * 60 + seconds)
      .to.be.greaterThan(0)
      .and.lessThan(passed);
  });

  it('opening and leaving at once neither completes nor scores', async () => {
    const [{ cmi }] = await play(
      { mode: 'test', masteryScore: 0.8 },
      { answers: 0, leave: 'exit' },
    );
    expect(cmi.core.lesson_status).to.be.oneOf(['not attempted', 'incomplete']);
    expect(cmi.core.score.raw).to.equal('');
  });

  for (const leave of ['exit', 'navigate', 'remove', 'close'] as const) {
    for (const mode of ['test', 'study'] as const) {
      it(`a ${mode} left halfway by ${leave} goes on where it was`, async () => {
        const [half, rest] = await play({ mode }, { answers: 2, leave }, { leave: 'exit' });
        expect(half.cmi.core).to.include({ lesson_status: 'incomplete', exit: 'suspend' });
        expect(half.cmi.suspend_data).to.have.length.within(1, 4096);
        expect(rest.cmi.core.entry).to.equal('resume');
        expect([...half.answered, ...rest.answered].sort()).to.deep.equal([
          'bolivia',
          'france',
          'italy',
          'peru',
          'spain',
        ]);
        const exit = exitOf[mode];
        expect(results(rest.cmi)).to.include({ status: 'completed', raw: '100', exit });
        expect(Object.keys(rest.cmi.interactions)).to.have.length(sampleQuestions);
      });
    }
  }

  for (const mode of ['test', 'study'] as const) {
    it(`a ${mode} with a mastery score is not judged before its end`, async () => {
      const sample = { mode, masteryScore: 0.8 } as const;
      const [half, rest] = await play(sample, { answers: 2, leave: 'navigate' }, { leave: 'exit' });
      expect(half.cmi.core).to.include({ lesson_status: 'incomplete', exit: 'suspend' });
      const exit = exitOf[mode];
      expect(results(rest.cmi)).to.include({ status: 'passed', raw: '100', exit });
    });
  }

  it('a finished study counts by the share of what is recalled', async () => {
    const sample = { mode: 'study', masteryScore: 0.8, buttons: 4 } as const;
    const [{ cmi, answered }] = await play(sample, { leave: 'exit' });
    expect(answered).to.have.length(sampleQuestions);
    expect(results(cmi)).to.include({ status: 'passed', raw: '100', exit: 'suspend' });
  });

  it('a study with two buttons ends the same', async () => {
    const sample = { mode: 'study', masteryScore: 0.8, buttons: 2 } as const;
    const [{ cmi }] = await play(sample, { leave: 'exit' });
    expect(results(cmi)).to.include({ status: 'passed', raw: '100' });
  });

  it('a finished test shows its result again and changes nothing', async () => {
    const sample = { mode: 'test', masteryScore: 0.8 } as const;
    const [first, again] = await play(sample, { leave: 'exit' }, { leave: 'close' });
    expect(again.answered).to.deep.equal([]);
    expect(results(again.cmi)).to.deep.equal(results(first.cmi));
    expect(again.cmi.interactions).to.deep.equal(first.cmi.interactions);
  });
});
