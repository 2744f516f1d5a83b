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

const score = 'cmi.core.score.raw';
const status = 'cmi.core.lesson_status';

function flashcards(count: number): PlayerItem[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `0198c0de-0000-7000-8000-${String(i).padStart(12, '0')}`,
    atomId: `a${i}`,
    kind: 'flashcard',
    front: `Question ${i}`,
    back: `Answer ${i}`,
  }));
}

describe('SCORM 1.2 packages in a strict LMS', function () {
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

  async function attend<V extends StrictVisit[]>(sample: SamplePackage, ...visits: V) {
    const zipPath = join(folder, 'package.zip');
    await exportSample(zipPath, sample);
    const attended = await attendStrictLms(zipPath, { browser, visits });
    for (const { errors, violations } of attended) {
      expect(violations).to.deep.equal([]);
      expect(errors).to.deep.equal([]);
    }
    return attended as { [I in keyof V]: StrictVisitResult };
  }

  const habits: [string, Partial<LmsHabits>][] = [
    ['that keeps to the specification', {}],
    ['that offers the API of SCORM 2004 as well', { offersBoth: true }],
    ['that opens content in a window', { place: 'window' }],
    ['that takes 30 ms for each call', { delayMs: 30 }],
    ['that answers commits with null', { commitAnswer: 'null', delayMs: 30 }],
    ['that has no interactions', { unsupported: ['cmi.interactions.'] }],
    ['that has no lesson mode', { lessonMode: '' }],
  ];
  for (const [name, given] of habits) {
    for (const mode of ['test', 'study'] as const) {
      it(`one ${name} gets the results of a whole ${mode}`, async () => {
        const sample = { mode, masteryScore: 0.8 } as const;
        const [{ values, finished }] = await attend(sample, { leave: 'exit', habits: given });
        expect(finished).to.equal(true);
        const exit = mode === 'test' ? '' : 'suspend';
        expect(values).to.include({ [score]: '100', [status]: 'passed', 'cmi.core.exit': exit });
      });
    }
  }

  for (const leave of ['exit', 'navigate', 'remove', 'close'] as const) {
    it(`a test left halfway by ${leave} goes on, without the unload event`, async () => {
      const [half, rest] = await attend({ mode: 'test' }, { answers: 2, leave }, { leave: 'exit' });
      expect(half.finished).to.equal(true);
      expect(half.values).to.include({ [status]: 'incomplete', 'cmi.core.exit': 'suspend' });
      expect(rest.answered).to.have.length(sampleQuestions - 2);
      expect(rest.values).to.include({ [status]: 'completed', [score]: '100' });
    });
  }

  it('answers right before leaving are kept when commits are answered with null', async () => {
    const given = { commitAnswer: 'null', delayMs: 30 } as const;
    const [half, rest] = await attend(
      { mode: 'test' },
      { answers: 3, leave: 'navigate', habits: given },
      { leave: 'exit', habits: given },
    );
    expect(half.values['cmi.interactions.2.id']).to.equal('italy');
    expect(rest.answered).to.have.length(sampleQuestions - 3);
  });

  it('a mastery score judges no attempt before its end', async () => {
    const sample = { mode: 'test', masteryScore: 0.8 } as const;
    const [half] = await attend(sample, { answers: 2, leave: 'navigate' });
    expect(half.values[status]).to.equal('incomplete');
  });

  it('a failed test is reported as failed with its score', async () => {
    const sample = { mode: 'test', masteryScore: 0.8 } as const;
    const [{ values }] = await attend(sample, { leave: 'exit', isRight: (n) => n < 2 });
    expect(values).to.include({ [status]: 'failed', [score]: '40' });
  });

  it('responses and patterns over 255 characters are cut', async () => {
    const long = 'é'.repeat(300);
    const items: PlayerItem[] = [
      { id: 'long', atomId: 'a', kind: 'typed', front: '?', back: '', accepted: [long] },
    ];
    const visit = { leave: 'exit', isRight: () => false, wrongText: '🌍'.repeat(200) } as const;
    const [{ values }] = await attend({ mode: 'test', items }, visit);
    expect(values['cmi.interactions.0.student_response']).to.have.length.within(250, 255);
    expect(values['cmi.interactions.0.correct_responses.0.pattern']).to.have.length(255);
  });

  it('ids that are no CMIIdentifier are made one', async () => {
    const items: PlayerItem[] = [
      { id: 'é & 1/2', atomId: 'a', kind: 'flashcard', front: '?', back: '!' },
    ];
    const [{ values }] = await attend({ mode: 'test', items }, { leave: 'exit' });
    expect(values['cmi.interactions.0.id']).to.match(/^[\w.-]+$/);
  });

  it('300 studied cards fit into 4,096 characters and are all known at the next visit', async () => {
    const items = flashcards(301);
    const study = { mode: 'study', items } as const;
    const [half, rest] = await attend(study, { answers: 300, leave: 'exit' }, { leave: 'exit' });
    expect(half.values['cmi.suspend_data']).to.have.length.within(1, 4096);
    expect(rest.answered).to.deep.equal([items[300]?.id]);
    expect(rest.values[status]).to.equal('completed');
  });

  it('what was learnt in a finished study is known at the next visit', async () => {
    const [first, again] = await attend({ mode: 'study' }, { leave: 'exit' }, { leave: 'exit' });
    expect(first.values[status]).to.equal('completed');
    expect(again.answered).to.deep.equal([]);
    expect(again.values['cmi.suspend_data']).to.have.length.greaterThan(1);
  });

  for (const lessonMode of ['browse', 'review'] as const) {
    it(`the lesson mode ${lessonMode} records nothing`, async () => {
      const visit = { leave: 'exit', habits: { lessonMode } } as const;
      const [{ values }] = await attend({ mode: 'test' }, visit);
      expect(values).not.to.have.property(score);
      expect(values[status]).to.be.oneOf(['not attempted', 'browsed']);
    });
  }

  it('an LMS that refuses to start leaves a player that works and says so', async () => {
    let notice = '';
    await attend(
      { mode: 'test' },
      {
        answers: 2,
        leave: 'close',
        habits: { refusesToStart: true },
        look: async (_lms, player) => {
          notice = (await player.textContent('.cw-notice')) ?? '';
        },
      },
    );
    expect(notice).not.to.equal('');
  });

  it('no storage and no cookies are needed inside another site', async () => {
    let storage = '';
    const [{ values }] = await attend(
      { mode: 'test' },
      {
        leave: 'exit',
        isEmbedded: true,
        look: async (_lms, player) => {
          storage = await player.evaluate(() => {
            try {
              localStorage.setItem('probe', '1');
              return 'works';
            } catch {
              return 'refused';
            }
          });
        },
      },
    );
    expect(storage).to.equal('refused');
    expect(values[status]).to.equal('completed');
  });
});
